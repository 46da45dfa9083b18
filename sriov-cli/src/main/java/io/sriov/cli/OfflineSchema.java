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
                            "it is neither a file nor one of the drivers " + drivers()));
        }
        SchemaResult result = SchemaReader.read(file);
        PfSchema schema = result.schema().orElseThrow(() -> new CommandException(result.report()));
        problems.report(result.report());
        return schema;
    }

    /// {@return whether a word names a built-in driver or a file that is there}
    ///
    /// @param word the word
    static boolean exists(String word) {
        return (isName(word) && BuiltInSchemas.drivers().contains(word))
                || Files.isRegularFile(ConfigFiles.path(word));
    }

    /// {@return the drivers that are built in, for messages}
    static String drivers() {
        return String.join(", ", BuiltInSchemas.drivers());
    }

    /// A driver's name has neither directory nor suffix; `./ix` is a file called ix.
    static boolean isName(String word) {
        return word.indexOf('/') < 0 && word.indexOf('.') < 0;
    }
}
