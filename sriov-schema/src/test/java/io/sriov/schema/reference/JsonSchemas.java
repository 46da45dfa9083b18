package io.sriov.schema.reference;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sriov.schema.PfSchema;
import java.util.List;

/// What a validator that is not ours says to a JSON Schema and with it.
final class JsonSchemas {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private JsonSchemas() {}

    static Schema of(PfSchema schema) {
        return REGISTRY.getSchema(ConfigJsonSchema.text("ix", schema), InputFormat.JSON);
    }

    /// {@return what is wrong with a JSON Schema by the schema of its dialect}
    static List<String> againstMetaSchema(String text) {
        return messages(
                REGISTRY.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema")),
                text);
    }

    static List<String> messages(Schema schema, String text) {
        return schema.validate(text, InputFormat.JSON).stream().map(Object::toString).toList();
    }
}
