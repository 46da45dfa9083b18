package io.sriov.testkit.assertions;

import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/// What a test says about a [VfStatus]. Each method fails with an `AssertionError` that has the
/// VF's state, and gives this. Not thread-safe.
public final class VfStatusAssert extends AbstractAssert<VfStatusAssert, VfStatus> {
    VfStatusAssert(@Nullable VfStatus actual) {
        super(actual, VfStatusAssert.class);
    }

    /// Asserts that a driver is attached.
    ///
    /// @param driver its name, with or without its unit: `ixv`, `ixv0`
    /// @return this
    public VfStatusAssert hasDriver(String driver) {
        isNotNull();
        boolean attached =
                actual.driver()
                        .filter(name ->
                                name.equals(driver)
                                        || name.replaceFirst("[0-9]+$", "").equals(driver))
                        .isPresent();
        return check(attached, "the driver " + driver);
    }

    /// Asserts that no driver is attached.
    ///
    /// @return this
    public VfStatusAssert hasNoDriver() {
        isNotNull();
        return check(!actual.attached(), "no driver");
    }

    /// Asserts that the VF is meant for a guest.
    ///
    /// @return this
    public VfStatusAssert isForPassthrough() {
        isNotNull();
        return check(actual.passthrough(), "a VF for passthrough");
    }

    /// Asserts that the VF is kept by the host.
    ///
    /// @return this
    public VfStatusAssert isKeptByTheHost() {
        isNotNull();
        return check(!actual.passthrough(), "a VF that the host keeps");
    }

    /// Asserts that nobody uses the VF.
    ///
    /// @return this
    public VfStatusAssert isUnused() {
        isNotNull();
        return check(actual.uses().isEmpty(), "an unused VF");
    }

    /// Asserts that somebody uses the VF.
    ///
    /// @param holder a part of the text that tells who
    /// @return this
    public VfStatusAssert isUsedBy(String holder) {
        isNotNull();
        return check(
                actual.uses().stream().anyMatch(use -> use.holder().contains(holder)),
                "a VF used by " + holder);
    }

    /// Asserts where the VF sits.
    ///
    /// @param address `0000:03:10.0`
    /// @return this
    public VfStatusAssert sitsAt(String address) {
        isNotNull();
        return check(actual.address().equals(PciAddress.parse(address)), "a VF at " + address);
    }

    /// Asserts the MAC address of the VF's interface on this host.
    ///
    /// @param mac `02:00:00:00:00:01`
    /// @return this
    /// @throws IllegalArgumentException if that is no MAC address
    public VfStatusAssert hasMacAddress(String mac) {
        isNotNull();
        MacAddress expected =
                MacAddress.parse(mac)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'"
                                                + mac
                                                + "' is no MAC address: write 02:00:00:00:00:01"));
        return check(
                actual.macAddress().equals(Optional.of(expected)), "the MAC address " + expected);
    }

    private VfStatusAssert check(boolean holds, String expected) {
        if (!holds) {
            throw failure("%nExpecting %s but was%n  %s", expected, text(actual));
        }
        return this;
    }

    static String text(VfStatus vf) {
        return "VF-%d at %s, %s%s%s%s"
                .formatted(
                        vf.index(),
                        vf.address(),
                        vf.driver().map(name -> "driver " + name).orElse("no driver"),
                        vf.passthrough() ? ", for passthrough" : "",
                        vf.macAddress().map(mac -> ", " + mac).orElse(""),
                        vf.uses().stream()
                                .map(use -> ", used by " + use.holder())
                                .collect(Collectors.joining()));
    }
}
