package io.sriov.cli;

import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.file.SchemaReader;
import io.sriov.schema.file.SchemaResult;
import java.nio.file.Files;
import java.nio.file.Path;

/// The schema that `--schema` names.
final class OfflineSchema {
    private OfflineSchema() {}

    /// {@return the schema: a file's where there is such a file or the word looks like a path, else
    /// that of the built-in driver of this name}
    ///
    /// @param word the word behind `--schema`
    /// @param problems where warnings go
    /// @throws CommandException when there is no such schema, or it is not valid
    static PfSchema named(String word, Problems problems) {
        if (isName(word)) {
            PfSchema builtIn = BuiltInSchemas.find(word).orElse(null);
            if (builtIn != null) {
                return builtIn;
            }
        }
        Path file = ConfigFiles.path(word);
        if (isName(word) && !Files.exists(file)) {
            throw new CommandException(
                    Failure.of(
                            "There is no schema '" + word + "'",
                            "it is neither a file nor one of the drivers "
                                    + String.join(", ", BuiltInSchemas.drivers())));
        }
        SchemaResult result = SchemaReader.read(file);
        PfSchema schema = result.schema().orElseThrow(() -> new CommandException(result.report()));
        problems.report(result.report());
        return schema;
    }

    /// A driver's name has neither directory nor suffix; `./ix` is a file called ix.
    private static boolean isName(String word) {
        return word.indexOf('/') < 0 && word.indexOf('.') < 0;
    }
}
