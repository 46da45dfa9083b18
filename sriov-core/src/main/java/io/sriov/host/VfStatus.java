package io.sriov.host;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/// A VF at one moment. Immutable and thread-safe.
@CoreStyle
@Value.Immutable
public abstract class VfStatus {

    /// {@return the VF's number, from 0}
    public abstract int index();

    /// {@return where the VF sits}
    public abstract PciAddress address();

    /// {@return where the VF sits, as this host's own tools write it: FreeBSD's `pci0:3:0:128`,
    /// Linux's `0000:03:10.0`}
    @Value.Default
    public String location() {
        return address().toString();
    }

    /// {@return whether the VF is meant for a guest: its driver is the passthrough stub}
    public abstract boolean passthrough();

    /// {@return the driver that is attached, with its unit (`ixv0`, `ppt3`); empty where none is}
    public abstract Optional<String> driver();

    /// {@return whether a driver is attached}
    public boolean attached() {
        return driver().isPresent();
    }

    /// {@return the IOMMU group that the VF is in; empty where no IOMMU translates for it, or the
    /// host does not tell}
    public abstract Optional<IommuMembership> iommu();

    /// {@return the network interface that the attached driver has made of the VF: `ixv0`; empty
    /// where there is none, as for every VF without a driver or for a guest}
    public abstract Optional<String> networkInterface();

    /// {@return the MAC address that this interface has, which need not be the one that the PF has
    /// been given for the VF}
    public abstract Optional<MacAddress> macAddress();

    /// {@return what the device has of the VF's parameters; empty where the kernel does not give
    /// parameters back, or not to this process}
    public abstract List<ParameterReading> parameters();

    /// {@return how the VF is given to somebody as it is now: to a guest where the passthrough stub
    /// is attached, to a jail or a namespace where it is a network interface; empty where neither
    /// is so}
    public abstract List<HandOver> handOvers();

    /// {@return who uses the VF; empty where nobody is known to. A platform that cannot see who
    /// holds a VF shows nobody: then only EBUSY tells}
    public abstract List<VfUse> uses();

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [VfStatus].
    public static final class Builder extends ImmutableVfStatus.Builder {}
}
