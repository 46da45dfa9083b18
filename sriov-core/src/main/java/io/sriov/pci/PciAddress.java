package io.sriov.pci;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a PCI function sits: domain (segment), bus, device and function.
///
/// The domain is 32 bits wide: Intel's Volume Management Device gives domains from `10000` on, and
/// virtual machines show arbitrary 16-bit ones. An ARI function above 7 has the device and function
/// numbers that its 8-bit function number spells, which is how Linux writes it; FreeBSD gives it
/// device 0 and its whole function number, see [#toSelector(boolean)].
///
/// Immutable; ordered by domain, bus, device, function.
///
/// @param domain 0..4294967295
/// @param bus 0..255
/// @param device 0..31
/// @param function 0..7
public record PciAddress(long domain, int bus, int device, int function)
        implements Comparable<PciAddress> {
    /// The largest domain.
    public static final long MAX_DOMAIN = 0xffff_ffffL;

    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "(?:([0-9a-fA-F]{1,8}):)?([0-9a-fA-F]{1,2}):([0-9a-fA-F]{1,2})\\.([0-7])");
    private static final Pattern FREEBSD =
            Pattern.compile("pci(?:(\\d{1,10}):)?(\\d{1,3}):(\\d{1,2}):(\\d{1,3})");
    private static final Comparator<PciAddress> ORDER =
            Comparator.comparingLong(PciAddress::domain).thenComparing(PciAddress::routingId);

    /// @throws IllegalArgumentException if a number is out of its range
    public PciAddress {
        RoutingId.require("domain", domain, MAX_DOMAIN);
        RoutingId.require("bus", bus, 0xff);
        RoutingId.require("device", device, 0x1f);
        RoutingId.require("function", function, 0x7);
    }

    /// The address of a Routing ID in a domain.
    ///
    /// @param domain 0..4294967295
    /// @throws IllegalArgumentException if the domain is out of range
    public static PciAddress of(long domain, RoutingId id) {
        return new PciAddress(domain, id.bus(), id.device(), id.function());
    }

    /// Reads an address as either system writes it.
    ///
    /// Accepted are `0000:03:00.0` (hexadecimal, any domain of up to 8 digits, upper or lower
    /// case), the same without a domain, which is then 0, and FreeBSD's decimal selector
    /// `pci0:3:0:0`, whose domain may be left out and whose function may be an ARI function of
    /// device 0 (pciconf(8)).
    ///
    /// @throws IllegalArgumentException if `text` is none of these; the message says what was
    ///   expected
    public static PciAddress parse(String text) {
        return tryParse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'"
                                        + text
                                        + "' is not a PCI address: expected DDDD:BB:DD.F in hexadecimal,"
                                        + " such as 0000:03:00.0, or pciD:B:D:F in decimal, such as pci0:3:0:0"));
    }

    /// As [#parse(String)], but empty if `text` is not an address.
    public static Optional<PciAddress> tryParse(String text) {
        Matcher hex = HEXADECIMAL.matcher(text);
        if (hex.matches()) {
            return checked(
                    hex.group(1) == null ? 0 : Long.parseLong(hex.group(1), 16),
                    Integer.parseInt(hex.group(2), 16),
                    Integer.parseInt(hex.group(3), 16),
                    Integer.parseInt(hex.group(4), 16));
        }
        Matcher selector = FREEBSD.matcher(text);
        if (selector.matches()) {
            return checked(
                    selector.group(1) == null ? 0 : Long.parseLong(selector.group(1)),
                    Integer.parseInt(selector.group(2)),
                    Integer.parseInt(selector.group(3)),
                    Integer.parseInt(selector.group(4)));
        }
        return Optional.empty();
    }

    private static Optional<PciAddress> checked(long domain, int bus, int device, int function) {
        boolean ari = device == 0 && function <= 0xff;
        if (domain > MAX_DOMAIN || bus > 0xff || device > 0x1f || (function > 0x7 && !ari)) {
            return Optional.empty();
        }
        return Optional.of(of(domain, new RoutingId((bus << 8) | (device << 3) | function)));
    }

    /// The Routing ID within the domain.
    public RoutingId routingId() {
        return RoutingId.of(bus, device, function);
    }

    /// FreeBSD's selector, in decimal: `pci0:3:0:0` (pciconf(8)).
    ///
    /// @param ari whether ARI is enabled on the path to the function: device number and function
    ///   number are one number then, `pci0:3:0:128` and not `pci0:3:16:0` (`pcib_ari_decode_rid` in
    ///   FreeBSD's `sys/dev/pci/pci_pci.c`)
    public String toSelector(boolean ari) {
        int low = (device << 3) | function;
        return "pci" + domain + ':' + bus + ':' + (ari ? "0:" + low : device + ":" + function);
    }

    @Override
    public int compareTo(PciAddress other) {
        return ORDER.compare(this, other);
    }

    /// `0000:03:00.0`, in hexadecimal, as `lspci -D` and Linux sysfs write it; the domain has at
    /// least four digits.
    @Override
    public String toString() {
        return hex(domain, 4) + ':' + routingId();
    }

    static String hex(long value, int digits) {
        String text = Long.toHexString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
