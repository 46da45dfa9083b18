package io.sriov.dump;

import io.sriov.pci.CapabilityWalk;
import io.sriov.pci.ConfigSpaceImage;
import io.sriov.schema.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Masks what names a machine's owner: MAC addresses, also those that names of interfaces are made
/// of (`enx90e2ba7686a8`) and that sentences tell, GUIDs of InfiniBand there, Device Serial
/// Numbers, and what the Vital Product Data register was left with. Immutable and thread-safe.
///
/// The first three bytes of an address stay: they name the vendor, whom the device ID names anyway,
/// and say whether the address is a local one. The rest becomes other bytes, by a permutation that
/// only the key tells: equal addresses stay equal, and different ones different. The key of
/// [#random()] is kept nowhere, so that nobody can go back. A serial number that is an address with
/// `ff-ff` or `ff-fe` between, as most are, is masked as that address is.
public final class Masking {
    /// The extended capability Device Serial Number (PCIe 6.0 §7.9.3).
    private static final int SERIAL_NUMBER = 0x0003;

    /// The capability Vital Product Data (§7.9.18), and its data register.
    private static final int VITAL_PRODUCT_DATA = 0x03;

    private static final int VPD_DATA = 4;
    private static final int VPD_BYTES = 4;
    private static final int SERIAL_BYTES = 8;
    private static final int ADDRESS_BITS = 24;
    private static final int ROUNDS = 6;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Masking(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// {@return a masking that nobody can undo or repeat}
    public static Masking random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Masking(key);
    }

    /// {@return the masking of a key: the same for several dumps, and as secret as the key is}
    ///
    /// @param key at least one byte
    public static Masking of(byte[] key) {
        return new Masking(key.clone());
    }

    /// {@return a dump with everything masked}
    ///
    /// @param dump the dump
    public MachineDump apply(MachineDump dump) {
        var text =
                new MaskedText(
                        this,
                        dump.functions().stream()
                                .flatMap(function -> function.interfaces().stream())
                                .flatMap(one -> one.address().stream())
                                .collect(Collectors.toSet()));
        return MachineDump.builder()
                .from(dump)
                .masked(true)
                .unread(dump.unread().stream().map(text::mask).toList())
                .functions(dump.functions().stream().map(function -> mask(function, text)).toList())
                .build();
    }

    private FunctionDump mask(FunctionDump function, MaskedText text) {
        return FunctionDump.builder()
                .from(function)
                .configBytes(maskedConfig(function))
                .device(function.device().map(text::mask))
                .otherNames(function.otherNames().stream().map(text::mask).toList())
                .interfaces(
                        function.interfaces().stream()
                                .map(one ->
                                        new FunctionDump.Interface(
                                                text.mask(one.name()),
                                                one.address().map(this::mask)))
                                .toList())
                .unread(function.unread().stream().map(text::mask).toList())
                .build();
    }

    /// The registers; of a serial number that was read in part nothing is left.
    private byte[] maskedConfig(FunctionDump function) {
        ConfigSpaceImage config = function.configSpace();
        CapabilityWalk walk = CapabilityWalk.of(config);
        byte[] bytes = config.toBytes();
        ByteBuffer registers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        walk.findExtended(SERIAL_NUMBER)
                .map(found -> found.offset() + 4)
                .ifPresent(at -> {
                    if (at + SERIAL_BYTES <= bytes.length) {
                        registers.putLong(at, maskIdentifier(registers.getLong(at)));
                    } else {
                        clear(bytes, at, SERIAL_BYTES);
                    }
                });
        walk.find(VITAL_PRODUCT_DATA)
                .ifPresent(found -> clear(bytes, found.offset() + VPD_DATA, VPD_BYTES));
        return bytes;
    }

    private static void clear(byte[] bytes, int from, int length) {
        if (from < bytes.length) {
            Arrays.fill(bytes, from, Math.min(from + length, bytes.length), (byte) 0);
        }
    }

    /// {@return an address masked; the one of zeros stays}
    ///
    /// @param address the address
    public MacAddress mask(MacAddress address) {
        return address.bits() == 0 ? address : new MacAddress(masked(address.bits(), ADDRESS_BITS));
    }

    /// A serial number or GUID of 64 bits masked, as the address is that it is made of, where it
    /// is.
    long maskIdentifier(long serial) {
        long between = (serial >> 24) & 0xffff;
        if (between == 0xffff || between == 0xfffe) {
            long address = ((serial >>> 40) << 24) | (serial & 0xff_ffff);
            long other = masked(address, ADDRESS_BITS);
            return ((other >>> 24) << 40) | (between << 24) | (other & 0xff_ffff);
        }
        return masked(serial, 40);
    }

    /// Permutes the low bits by a Feistel network, for each value of the others in another way.
    private long masked(long value, int bits) {
        int half = bits / 2;
        long mask = (1L << half) - 1;
        long kept = value >>> bits;
        long left = (value >>> half) & mask;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (hash(kept, round, right) & mask);
            left = right;
            right = next;
        }
        return (kept << bits) | (left << half) | right;
    }

    private long hash(long kept, int round, long half) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(20).putLong(kept).putInt(round).putLong(half).flip());
            return ByteBuffer.wrap(mac.doFinal()).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
