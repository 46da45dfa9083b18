package io.sriov.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The modules as they lie side by side in the source tree, in the order in which they are built.
enum SourceTree {
    SCHEMA("sriov-schema"),
    CORE("sriov-core"),
    NATIVE("sriov-native"),
    TESTKIT("sriov-testkit"),
    CLI("sriov-cli");

    private final Path directory;

    SourceTree(String name) {
        this.directory = Path.of("..", name).toAbsolutePath().normalize();
    }

    /// {@return the compiled classes}
    Path classes() {
        return directory.resolve("target/classes");
    }

    /// {@return whether a class file is one of this module's}
    boolean holds(URI classFile) {
        return classFile.getScheme().equals("file") && Path.of(classFile).startsWith(classes());
    }

    /// {@return whether code of this module may know that one}
    boolean mayUse(SourceTree module) {
        return module == this
                || switch (this) {
                    case SCHEMA -> false;
                    case CORE -> module == SCHEMA;
                    case NATIVE, TESTKIT -> module == SCHEMA || module == CORE;
                    case CLI -> true;
                };
    }

    /// {@return the Java sources, without those that the build generates}
    List<Path> sources() {
        try (Stream<Path> files = Files.walk(directory.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
