package io.sriov.testkit.sim.bus;

import io.sriov.pci.RoutingId;

/// One configuration access as it was seen on the bus.
///
/// @param kind read or write
/// @param function the function it was addressed to, whether or not one answered
/// @param offset the register, in bytes from the start of configuration space
/// @param width 1, 2 or 4 bytes
/// @param value what was read or written, unsigned
public record ConfigAccess(Kind kind, RoutingId function, int offset, int width, long value) {
    /// Read or write.
    public enum Kind {
        /// A read.
        READ,
        /// A write.
        WRITE
    }

    /// {@return the access as `R2 03:00.0 16e=0040`: kind and width, function, register and value
    /// in hexadecimal}
    @Override
    public String toString() {
        String text = Long.toHexString(value);
        return (kind == Kind.READ ? "R" : "W")
                + width
                + " "
                + function
                + " "
                + Integer.toHexString(offset)
                + "="
                + "0".repeat(Math.max(0, 2 * width - text.length()))
                + text;
    }
}
