package io.sriov.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program of the guest.
final class Program {
    private Program() {}

    /// Starts a program of the tests' class path, whose output goes where that of the tests goes.
    ///
    /// @param main its main class
    /// @param arguments its arguments
    static Process startJava(Class<?> main, String... arguments) {
        var words = new ArrayList<>(javaWords(main));
        words.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(words).inheritIO().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the words that start a program of the tests' class path, before its arguments}
    ///
    /// @param main its main class
    static List<String> javaWords(Class<?> main) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        try {
            List<String> options = Files.readAllLines(Path.of("/share/java-arguments"));
            words.addAll(options.subList(0, options.size() - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words.add(main.getName());
        return words;
    }

    /// Runs a program that must succeed.
    ///
    /// @param words the program and its arguments
    /// @return what it writes
    static String run(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(
                        String.join(" ", words) + " exits with " + status + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
