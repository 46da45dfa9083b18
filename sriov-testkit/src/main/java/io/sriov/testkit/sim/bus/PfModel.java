package io.sriov.testkit.sim.bus;

import io.sriov.pci.AcsCapability;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/// What kind of PF a simulated function is: what its registers say after reset, and what they can
/// be made to say. Immutable and thread-safe.
@BusStyle
@Value.Immutable
public abstract class PfModel {
    /// {@return the PCI vendor ID, 0..0xfffe}
    public abstract int vendorId();

    /// {@return the PCI device ID, 0..0xfffe}
    public abstract int deviceId();

    /// {@return the class code: class, subclass and programming interface, 24 bits; an Ethernet
    /// controller unless said}
    @Value.Default
    public int classCode() {
        return 0x020000;
    }

    /// {@return the revision, 0..255}
    @Value.Default
    public int revisionId() {
        return 1;
    }

    /// {@return the subsystem ID of the PF and its VFs, 0..65535; the subsystem vendor is the
    /// vendor}
    @Value.Default
    public int subsystemId() {
        return 0;
    }

    /// {@return the PF's own BARs}
    public abstract List<BarModel> bars();

    /// {@return the MSI-X vectors of the PF, 1..2048}
    @Value.Default
    public int msixVectors() {
        return 64;
    }

    /// {@return the MSI-X vectors of each VF, 1..2048}
    @Value.Default
    public int vfMsixVectors() {
        return 5;
    }

    /// {@return TotalVFs, and InitialVFs, 0..65535}
    public abstract int totalVfs();

    /// {@return the Device ID of the VFs, 0..65535}
    public abstract int vfDeviceId();

    /// {@return First VF Offset and VF Stride under each condition}
    public abstract List<VfPlacement> placements();

    /// {@return Supported Page Sizes; 4 KiB to 4 MiB as most devices have, 553h, unless said}
    @Value.Default
    public long supportedPageSizes() {
        return 0x553;
    }

    /// {@return what one VF has of each VF BAR}
    public abstract List<BarModel> vfBars();

    /// {@return whether ARI Capable Hierarchy can be set in this PF when it is the lowest-numbered
    /// one}
    @Value.Default
    public boolean ariCapable() {
        return true;
    }

    /// {@return the ACS controls of the PF and its VFs; empty for a function without ACS}
    public abstract Set<AcsCapability.Control> acs();

    /// {@return the version of the SR-IOV capability; 1 unless a device from the future is wanted}
    @Value.Default
    public int sriovVersion() {
        return 1;
    }

    /// {@return the PF's registers as a real one had them, in place of registers that are made of
    /// the rest. What software changes is as after reset: addresses, enables, NumVFs}
    public abstract Optional<RegisterImage> registers();

    /// {@return the registers of a VF as a real one had them}
    public abstract Optional<RegisterImage> vfRegisters();

    /// Checks that no two BARs are in the same register, and that there is a placement.
    @Value.Check
    protected void check() {
        requireApart("BAR", bars());
        requireApart("VF BAR", vfBars());
        if (placements().isEmpty()) {
            throw new IllegalArgumentException("a PF has at least one placement of its VFs");
        }
    }

    private static void requireApart(String what, List<BarModel> bars) {
        int taken = 0;
        for (BarModel bar : bars) {
            int registers = (bar.is64Bit() ? 3 : 1) << bar.index();
            if ((taken & registers) != 0) {
                throw new IllegalArgumentException(
                        what
                                + " "
                                + bar.index()
                                + (bar.is64Bit() ? ", which takes the next one, too," : "")
                                + " is where another one is");
            }
            taken |= registers;
        }
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// {@return the placement that holds}
    ///
    /// @param ari whether ARI Capable Hierarchy is set
    /// @param numVfs NumVFs
    VfPlacement placement(boolean ari, int numVfs) {
        VfPlacement best = new VfPlacement(ari, -1, 0, 0);
        for (VfPlacement p : placements()) {
            if (p.ari() == ari && p.fromNumVfs() <= numVfs && p.fromNumVfs() > best.fromNumVfs()) {
                best = p;
            }
        }
        return best;
    }

    /// Builds a [PfModel]: set at least vendor and device ID, TotalVFs, the VF device ID and a
    /// placement.
    public static final class Builder extends ImmutablePfModel.Builder {}
}
