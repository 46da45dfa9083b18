package io.sriov.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Keeps tests in the guest, and its PFs clean: after each test it destroys the VFs that are left,
/// except those that the machine was booted with ([Boot]), which it destroys when others begin.
///
/// JUnit applies it to all tests of the lab by itself (`junit-platform.properties`).
public final class CleanMachine implements BeforeAllCallback, AfterEachCallback {
    private static final Path GUEST = Path.of("/run/sriov-lab");

    /// For JUnit.
    public CleanMachine() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!Files.exists(GUEST)) {
            throw new IllegalStateException(
                    "this test changes devices and runs in the lab's machine only: sriov-lab/lab run");
        }
        if (context.getTags().contains(Installed.TAG) && !context.getTags().contains(Boot.TAG)) {
            Program.run("systemctl", "stop", Systemd.SRIOV, Systemd.SRIOV_MISSING);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getTags().contains(Boot.TAG)) {
            return;
        }
        PciFunction.all().stream()
                .filter(PciFunction::isPf)
                .filter(pf -> pf.link("driver").isPresent())
                .forEach(PciFunction::destroyVfs);
    }
}
