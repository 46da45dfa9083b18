package io.sriov.testkit.assertions;

import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/// What a test says about a [PfStatus]. Each method fails with an `AssertionError` that lists the
/// PF's VFs, and gives this unless it says otherwise. Not thread-safe.
public final class PfStatusAssert extends AbstractAssert<PfStatusAssert, PfStatus> {
    PfStatusAssert(@Nullable PfStatus actual) {
        super(actual, PfStatusAssert.class);
    }

    /// Asserts that there are no VFs.
    ///
    /// @return this
    public PfStatusAssert hasNoVfs() {
        return hasVfs(0);
    }

    /// Asserts that a number of VFs is enabled, and that each of them is there as a device.
    ///
    /// @param count how many, 0..65535
    /// @return this
    public PfStatusAssert hasVfs(int count) {
        isNotNull();
        boolean all = actual.numVfs() == count && actual.vfs().size() == count;
        if (!all) {
            throw failure("%nExpecting %s VFs but was%n%s", count, text());
        }
        return this;
    }

    /// Asserts that a VF is there, and goes on with it.
    ///
    /// @param index the VF's number, from 0
    /// @return assertions about the VF
    public VfStatusAssert vf(int index) {
        isNotNull();
        return new VfStatusAssert(
                actual.vf(index)
                        .orElseThrow(
                                () -> failure("%nExpecting VF-%s but was%n%s", index, text())));
    }

    /// Asserts something of every VF, and that there are any: of none everything would hold.
    ///
    /// @param requirement what each of them must satisfy
    /// @return this
    public PfStatusAssert eachVf(Consumer<VfStatusAssert> requirement) {
        isNotNull();
        if (actual.vfs().isEmpty()) {
            throw failure("%nExpecting VFs but was%n%s", text());
        }
        actual.vfs().forEach(vf -> requirement.accept(new VfStatusAssert(vf)));
        return this;
    }

    /// Asserts which driver serves the PF.
    ///
    /// @param driver its name: `ix`
    /// @return this
    public PfStatusAssert hasDriver(String driver) {
        isNotNull();
        if (!actual.driver().equals(driver)) {
            throw failure("%nExpecting the driver%n  %s%nbut was%n%s", driver, text());
        }
        return this;
    }

    /// Asserts that nobody uses any VF; so it is where there are none.
    ///
    /// @return this
    public PfStatusAssert isUnused() {
        isNotNull();
        actual.vfs().forEach(vf -> new VfStatusAssert(vf).isUnused());
        return this;
    }

    private String text() {
        return "%s at %s, driver %s, %d of %d VFs enabled%s"
                .formatted(
                        actual.device(),
                        actual.address(),
                        actual.driver(),
                        actual.numVfs(),
                        actual.totalVfs(),
                        actual.vfs().stream()
                                .map(VfStatusAssert::text)
                                .collect(Collectors.joining("\n  ", "\n  ", "")));
    }

    /// {@return what is asserted about, for further assertions}
    public PfStatus status() {
        isNotNull();
        return actual;
    }

    /// Asserts that a VF is not there.
    ///
    /// @param index the VF's number, from 0
    /// @return this
    public PfStatusAssert hasNoVf(int index) {
        isNotNull();
        if (actual.vf(index).map(VfStatus::index).isPresent()) {
            throw failure("%nExpecting no VF-%s but was%n%s", index, text());
        }
        return this;
    }
}
