package io.sriov.cli;

import io.sriov.schema.reference.ConfigJsonSchema;
import io.sriov.schema.reference.SchemaManual;
import io.sriov.schema.reference.SchemaMarkdown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// `schema docs` and `schema json-schema`: a schema for those who write configurations.
final class DocumentSchema implements Verb {
    /// Source: the specification of that name of reproducible-builds.org.
    private static final String DATE = "SOURCE_DATE_EPOCH";

    @Override
    public int run(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        NamedSchema schema =
                arguments
                        .schema()
                        .map(word -> NamedSchema.offline(word, invocation))
                        .orElseGet(() ->
                                NamedSchema.described(arguments.operands().getFirst(), invocation));
        if (arguments.action() == Action.SCHEMA_DOCS) {
            boolean manual = arguments.format() == OutputFormat.MDOC;
            invocation.terminal().print(manual ? manual(schema, invocation) : markdown(schema));
        } else if (arguments.format() == OutputFormat.JSON) {
            Json.print(
                    invocation.terminal(),
                    json -> ConfigJsonSchema.write(schema.name(), schema.schema(), json));
        } else {
            invocation.terminal().print(ConfigJsonSchema.text(schema.name(), schema.schema()));
        }
        return 0;
    }

    private static String markdown(NamedSchema schema) {
        return SchemaMarkdown.text(schema.name(), schema.schema());
    }

    private static String manual(NamedSchema schema, Invocation invocation) {
        return SchemaManual.text(schema.name(), schema.schema(), date(invocation));
    }

    /// Today, or what the environment says, so that the same schema gives the same page.
    private static LocalDate date(Invocation invocation) {
        String seconds = invocation.terminal().variable(DATE);
        try {
            Instant instant =
                    seconds.isEmpty()
                            ? Instant.now()
                            : Instant.ofEpochSecond(Long.parseLong(seconds));
            return LocalDate.ofInstant(instant, ZoneOffset.UTC);
        } catch (NumberFormatException | DateTimeException _) {
            throw new CommandException(
                    Failure.of(
                            DATE + " is '" + seconds + "', which is no date",
                            "set it to seconds since 1970, or do not set it"));
        }
    }
}
