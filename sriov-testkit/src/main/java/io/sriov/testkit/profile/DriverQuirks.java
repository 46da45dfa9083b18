package io.sriov.testkit.profile;

import java.time.Duration;
import java.util.OptionalInt;
import org.immutables.value.Value;

/// How a PF's driver differs from one that creates whatever VFs it is asked for, at once. Immutable
/// and thread-safe.
///
/// Real drivers differ in each of these ways. A simulated driver does what is said here, and its
/// kernel what follows from it.
@ProfileStyle
@Value.Immutable
public abstract class DriverQuirks {
    /// {@return a driver without any}
    public static DriverQuirks none() {
        return builder().build();
    }

    /// {@return whether the driver makes VFs only while the PF's interface is up; it refuses with
    /// ENETDOWN otherwise. Linux's `bnxt_en` and `bnx2x` are such drivers
    /// (`drivers/net/ethernet/broadcom/bnxt/bnxt_sriov.c`, `bnx2x/bnx2x_sriov.c`)}
    @Value.Default
    public boolean needsInterfaceUp() {
        return false;
    }

    /// {@return the most VFs that the driver takes, below TotalVFs; it refuses more with ENOSPC. An
    /// `ix` keeps queues for the PF: `ixgbe_init_iov` in FreeBSD's `sys/dev/ixgbe/if_sriov.c`}
    public abstract OptionalInt driverLimit();

    /// {@return how many VFs the driver sets up of those that it was asked for; it says that all is
    /// well and leaves out the rest}
    public abstract OptionalInt createsAtMost();

    /// {@return the MSI-X vectors that the device has for all VFs together; where a number of VFs
    /// needs more, the driver refuses it with ENOSPC. Each VF needs those that its hardware has,
    /// see [io.sriov.testkit.sim.bus.PfModel#vfMsixVectors()]}
    public abstract OptionalInt msixPool();

    /// {@return whether a VF takes over a MAC address that it is given only when its driver is
    /// attached the next time: until then it has the address it was born with}
    @Value.Default
    public boolean addressAfterRebind() {
        return false;
    }

    /// {@return how long the driver takes to set up one VF, on the machine's virtual clock, in
    /// whole microseconds; no time unless said}
    @Value.Default
    public Duration startPerVf() {
        return Duration.ZERO;
    }

    /// Checks the numbers.
    @Value.Check
    protected void check() {
        requireCount("driver-limit", driverLimit());
        requireCount("creates-at-most", createsAtMost());
        requireCount("msix-pool", msixPool());
        if (startPerVf().isNegative() || startPerVf().toNanos() % 1000 != 0) {
            throw new IllegalArgumentException("no driver starts a VF in " + startPerVf());
        }
    }

    private static void requireCount(String what, OptionalInt count) {
        if (count.isPresent() && (count.getAsInt() < 0 || count.getAsInt() > 0xffff)) {
            throw new IllegalArgumentException(
                    what + " is " + count.getAsInt() + ", which is not in 0..65535");
        }
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds [DriverQuirks].
    public static final class Builder extends ImmutableDriverQuirks.Builder {}
}
