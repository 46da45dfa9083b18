package io.sriov.cli;

import io.sriov.host.HostPlatforms;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What came of a command that ran in this JVM.
final class Run {
    private final int status;
    private final byte[] stdout;
    private final String err;

    private Run(int status, byte[] stdout, String err) {
        this.status = status;
        this.stdout = stdout;
        this.err = err;
    }

    static Run iovctl(String... words) {
        return iovctl(Map.of(), words);
    }

    static Run iovctl(Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Iovctl.run(List.of(words), out, err, environment);
        return new Run(status, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /// Runs a command where there are these kinds of host and no others.
    static Run on(HostPlatforms platforms, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Iovctl.run(List.of(words), Terminal.of(out, err, Map.of()), platforms);
        return new Run(status, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    byte[] stdout() {
        return stdout.clone();
    }

    String err() {
        return err;
    }

    String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /// A file or directory of the source tree, from its root.
    static String inTree(String path) {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("examples/ix0.conf"))) {
            root = java.util.Objects.requireNonNull(root.getParent(), "not in a source tree");
        }
        return root.resolve(path).toString();
    }
}
