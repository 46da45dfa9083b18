package io.sriov.lab;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// After each test destroys the VFs that it left, so that every test finds PFs without any.
///
/// JUnit applies it to all tests of the lab by itself (`junit-platform.properties`).
public final class CleanMachine implements AfterEachCallback {
    /// For JUnit.
    public CleanMachine() {}

    @Override
    public void afterEach(ExtensionContext context) {
        PciFunction.all().stream()
                .filter(PciFunction::isPf)
                .filter(pf -> pf.link("driver").isPresent())
                .forEach(PciFunction::destroyVfs);
    }
}
