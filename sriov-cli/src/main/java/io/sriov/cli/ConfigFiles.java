package io.sriov.cli;

import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigDocument;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.diagnostic.DiagnosticReport;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The configurations that a command line names: files, and directories of files.
final class ConfigFiles {
    private static final List<String> SUFFIXES = List.of(".conf", ".json", ".yaml", ".yml");

    private final Optional<Path> includeRoot;

    private ConfigFiles(Optional<Path> includeRoot) {
        this.includeRoot = includeRoot;
    }

    /// {@return the configurations that a command line names, read, each with a usable device name}
    ///
    /// @param arguments the command line
    /// @throws CommandException with the problems of all files, when one cannot be read, parsed, or
    ///   does not say which PF it is for
    static List<ConfigDocument> read(Arguments arguments) {
        return read(arguments, ConfigDocument::checkDevice);
    }

    /// {@return the same, where the schema is known whatever the device: a file without a device is
    /// told all its problems}
    ///
    /// @param arguments the command line
    /// @param schema the schema of every PF
    /// @throws CommandException with the problems of all files, when one cannot be read, parsed, or
    ///   does not say which PF it is for
    static List<ConfigDocument> read(Arguments arguments, PfSchema schema) {
        return read(
                arguments,
                document ->
                        document.device().isPresent()
                                ? document.report()
                                : document.validate(schema).report());
    }

    private static List<ConfigDocument> read(
            Arguments arguments, Function<ConfigDocument, DiagnosticReport> check) {
        var files = of(arguments);
        var documents = new ArrayList<ConfigDocument>();
        DiagnosticReport report = DiagnosticReport.empty();
        for (String word : arguments.files()) {
            for (Path file : files.expand(word)) {
                ConfigDocument document = files.reader(file).read(file);
                report = report.and(check.apply(document));
                documents.add(document);
            }
        }
        if (report.hasErrors()) {
            throw new CommandException(report);
        }
        return documents;
    }

    /// {@return the files that a command line names, those of directories one by one}
    ///
    /// @param arguments the command line
    /// @throws CommandException when a directory has none, or cannot be read
    static List<Path> named(Arguments arguments) {
        var files = of(arguments);
        return arguments.files().stream().flatMap(word -> files.expand(word).stream()).toList();
    }

    private static ConfigFiles of(Arguments arguments) {
        Optional<Path> root = arguments.includeRoot().map(ConfigFiles::path);
        if (root.isPresent() && !Files.isDirectory(root.get())) {
            throw new CommandException(
                    Failure.of(
                            "Could not open '"
                                    + root.get()
                                    + "' for reading: "
                                    + (Files.exists(root.get())
                                            ? "Not a directory"
                                            : "No such file or directory"),
                            "--include-root takes the directory that includes may not leave"));
        }
        return new ConfigFiles(root);
    }

    private List<Path> expand(String word) {
        Path path = path(word);
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files = entries.filter(ConfigFiles::isConfiguration).sorted().toList();
            if (files.isEmpty()) {
                throw new CommandException(
                        Failure.of(
                                "No configuration in '" + word + "'",
                                "the files looked for are *.conf, *.json, *.yaml and *.yml"));
            }
            return files;
        } catch (IOException e) {
            throw new CommandException(
                    Failure.of("Could not open '" + word + "' for reading: " + reason(e)));
        }
    }

    private static boolean isConfiguration(Path file) {
        String name = String.valueOf(file.getFileName());
        // A link that leads nowhere counts, so that it is told of.
        return !name.startsWith(".")
                && SUFFIXES.stream().anyMatch(name::endsWith)
                && !Files.isDirectory(file);
    }

    private ConfigReader reader(Path file) {
        Path root = includeRoot.orElseGet(() -> file.toAbsolutePath().getParent());
        return root == null ? ConfigReader.standard() : ConfigReader.includingFrom(root);
    }

    /// {@return the path of a word of the command line}
    ///
    /// The empty word, which is what a shell makes of a variable that is not set, is no path here:
    /// to Java it is the working directory.
    ///
    /// @param word the word
    /// @throws CommandException when it cannot be one
    static Path path(String word) {
        if (word.isEmpty()) {
            throw new CommandException(
                    Failure.of("Could not open '' for reading: No such file or directory"));
        }
        if (word.indexOf('\ufffd') >= 0) {
            throw new CommandException(
                    Failure.of(
                            "Could not open '" + word + "' for reading: Invalid argument",
                            "a name here has to be UTF-8: rename the file"));
        }
        try {
            Path path = Path.of(word);
            if (word.endsWith("/") && Files.exists(path) && !Files.isDirectory(path)) {
                throw new CommandException(
                        Failure.of("Could not open '" + word + "' for reading: Not a directory"));
            }
            return path;
        } catch (InvalidPathException e) {
            throw new CommandException(
                    Failure.of("Could not open '" + word + "' for reading: Invalid argument"));
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException
                ? "Permission denied"
                : String.valueOf(e.getMessage());
    }
}
