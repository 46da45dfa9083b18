package io.sriov.lab;

import io.sriov.cli.Iovctl;
import java.nio.file.Files;
import java.nio.file.Path;

/// The program that the host runs for the guest's cache of classes: what [Training] does, and a
/// command of iovctl on a simulated machine.
final class TrainingRun {
    private TrainingRun() {}

    /// @param arguments as [TestRun] takes them
    static void main(String[] arguments) throws Exception {
        if (!TestRun.run(arguments)) {
            System.exit(1);
        }
        Path file = Files.createTempFile("training", ".conf");
        file.toFile().deleteOnExit();
        Files.writeString(file, "PF { device : ix0; num_vfs : 2 }\nVF-0 { passthrough : true }\n");
        Iovctl.main(new String[] {"--host", "sim", "-C", "-f", file.toString()});
    }
}
