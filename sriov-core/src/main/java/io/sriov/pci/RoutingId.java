package io.sriov.pci;

/// A 16-bit Routing ID: what a PCI Express function puts into its packets to say who it is.
///
/// The upper 8 bits are the bus number. The lower 8 bits are either a 5-bit device and a 3-bit
/// function number, or, under Alternative Routing-ID Interpretation (ARI), one 8-bit function
/// number of the implied device 0 (PCIe 6.0 §2.2.4.2 and §6.13). Which of the two holds depends on
/// the function, not on the number, so both readings are offered.
///
/// Immutable; ordered by value.
///
/// @param value the ID, 0..65535
public record RoutingId(int value) implements Comparable<RoutingId> {
    /// The largest Routing ID.
    public static final int MAX = 0xffff;

    /// @throws IllegalArgumentException if `value` is not in 0..65535
    public RoutingId {
        require("routing ID", value, MAX);
    }

    /// The ID of a bus, device and function.
    ///
    /// @param bus 0..255
    /// @param device 0..31
    /// @param function 0..7
    /// @throws IllegalArgumentException if one of them is out of range
    public static RoutingId of(int bus, int device, int function) {
        require("bus", bus, 0xff);
        require("device", device, 0x1f);
        require("function", function, 0x7);
        return new RoutingId((bus << 8) | (device << 3) | function);
    }

    /// The ID of an ARI function, whose device number is implied to be 0.
    ///
    /// @param bus 0..255
    /// @param function 0..255
    /// @throws IllegalArgumentException if one of them is out of range
    public static RoutingId ofAri(int bus, int function) {
        require("bus", bus, 0xff);
        require("ARI function", function, 0xff);
        return new RoutingId((bus << 8) | function);
    }

    /// The bus number, 0..255.
    public int bus() {
        return value >> 8;
    }

    /// The device number in the conventional reading, 0..31.
    public int device() {
        return (value >> 3) & 0x1f;
    }

    /// The function number in the conventional reading, 0..7.
    public int function() {
        return value & 0x7;
    }

    /// The function number in the ARI reading, 0..255.
    public int ariFunction() {
        return value & 0xff;
    }

    /// The ID `distance` further on, in the 16-bit arithmetic of PCIe 6.0 §9.2.1.2: carries out of
    /// bit 15 are dropped.
    public RoutingId plus(int distance) {
        return new RoutingId((value + distance) & MAX);
    }

    @Override
    public int compareTo(RoutingId other) {
        return Integer.compare(value, other.value);
    }

    /// `bb:dd.f`, in hexadecimal, as `lspci` writes it without a domain.
    @Override
    public String toString() {
        return PciAddress.hex(bus(), 2) + ':' + PciAddress.hex(device(), 2) + '.' + function();
    }

    static void require(String what, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(what + " " + value + " is not in 0.." + max);
        }
    }
}
