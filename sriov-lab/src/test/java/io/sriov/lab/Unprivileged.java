package io.sriov.lab;

import java.nio.file.Path;

/// Runs programs as the user `nobody`, whose number is 65534.
final class Unprivileged {
    private Unprivileged() {}

    /// {@return what a program writes, which must succeed}
    ///
    /// @param program its class, which has a method `main`
    /// @param argument its argument, without spaces
    static String run(Class<?> program, Object argument) {
        return Program.run(
                "su",
                "nobody",
                "-c",
                "%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp %s %s %s"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin/java"),
                                System.getProperty("java.class.path"),
                                program.getName(),
                                argument));
    }
}
