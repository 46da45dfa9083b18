package io.sriov.schema;

/// What the `vlan` type holds: a VLAN tag, or [#TRUNK] for a VF that may use every VLAN.
///
/// The numbers are those of `VF_VLAN_TRUNK` and the vlan checks in FreeBSD's
/// `sys/dev/pci/pci_iov_schema.c`.
///
/// @param number 0..4095 for one VLAN, 4096 for trunk
public record VlanId(int number) {
    /// All VLANs: written `trunk`, packed as 4096.
    public static final VlanId TRUNK = new VlanId(4096);

    /// The highest number of a single VLAN.
    public static final int MAX_TAG = 4095;

    public VlanId {
        if (number < 0 || number > 4096) {
            throw new IllegalArgumentException("not a VLAN: " + number);
        }
    }

    /// {@return whether all VLANs are meant}
    public boolean isTrunk() {
        return number == 4096;
    }

    /// {@return `trunk`, or the tag in decimal}
    @Override
    public String toString() {
        return isTrunk() ? "trunk" : Integer.toString(number);
    }
}
