package io.sriov.linux.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What a kernel answers, laid out by hand after `rtnl_fill_ifinfo` and `netlink_ack`; compared
/// with what a C program makes of the kernel's headers in [NetlinkMessagesTest].
public final class KernelReply {
    static final int IFINDEX = 7;
    static final int SEQUENCE = 42;
    static final byte[] ADDRESS = {0x02, 0, 0, (byte) 0xaa, (byte) 0xbb, (byte) 0xcc};

    private KernelReply() {}

    /// {@return an attribute with its padding; a length beyond 16 bits wraps as the kernel's does}
    public static byte[] attribute(int type, byte[]... values) {
        byte[] value = join(List.of(values));
        return bytes(
                (4 + value.length + 3) & ~3,
                out -> out.putShort((short) (4 + value.length)).putShort((short) type).put(value));
    }

    public static byte[] ints(long... values) {
        return bytes(
                4 * values.length,
                out -> {
                    for (long value : values) {
                        out.putInt((int) value);
                    }
                });
    }

    public static byte[] longs(long value) {
        return bytes(8, out -> out.putLong(value));
    }

    public static byte[] padded(byte[] value, int length) {
        return bytes(length, out -> out.put(value));
    }

    public static byte[] bigEndian(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value, 0, 0};
    }

    public static byte[] join(List<byte[]> parts) {
        var out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] bytes(int size, Consumer<ByteBuffer> writer) {
        byte[] bytes = new byte[size];
        writer.accept(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        return bytes;
    }

    public static byte[] message(int type, int flags, int sequence, byte[] payload) {
        return bytes(
                16 + payload.length,
                out -> {
                    out.putInt(16 + payload.length).putShort((short) type).putShort((short) flags);
                    out.putInt(sequence).putInt(0).put(payload);
                });
    }

    /// {@return `RTM_NEWLINK` for Ethernet with these attributes behind the usual ones}
    public static byte[] link(int sequence, byte[]... attributes) {
        byte[] header = join(List.of(new byte[] {0, 0}, shorts(1), ints(IFINDEX, 0x3, 0)));
        return message(
                16,
                0,
                sequence,
                join(
                        List.of(
                                header,
                                attribute(3, "ens1f0\0".getBytes(StandardCharsets.UTF_8)),
                                attribute(16, new byte[] {6}),
                                attribute(10, ints(12)),
                                attribute(1, ADDRESS),
                                join(List.of(attributes)))));
    }

    private static byte[] shorts(int value) {
        return bytes(2, out -> out.putShort((short) value));
    }

    /// {@return the answer of a PF}
    ///
    /// @param numVfs what `IFLA_NUM_VF` says
    /// @param entries the VFs' `IFLA_VF_INFO`
    public static byte[] pf(int sequence, long numVfs, List<byte[]> entries) {
        return link(
                sequence,
                attribute(21, ints(numVfs)),
                attribute(22, join(entries)),
                attribute(56, "0000:01:00.0\0".getBytes(StandardCharsets.UTF_8)));
    }

    /// {@return the VFs from 0, with distinct values}
    static List<byte[]> entries(int vfs, boolean statistics, boolean guids) {
        var entries = new ArrayList<byte[]>();
        for (int vf = 0; vf < vfs; vf++) {
            entries.add(entry(vf, statistics, guids));
        }
        return entries;
    }

    private static byte[] entry(int vf, boolean statistics, boolean guids) {
        byte[] mac = {0x02, 0, 0, 0, (byte) (vf >> 8), (byte) vf};
        byte[] all = {-1, -1, -1, -1, -1, -1};
        var parts = new ArrayList<byte[]>();
        parts.add(attribute(1, ints(vf), padded(mac, 32)));
        parts.add(attribute(13, padded(all, 32)));
        parts.add(attribute(2, ints(vf, vf % 4096, vf % 8)));
        parts.add(attribute(6, ints(vf, vf, 2 * vf + 1)));
        parts.add(attribute(3, ints(vf, 2 * vf + 1)));
        parts.add(attribute(4, ints(vf, vf % 2)));
        parts.add(attribute(5, ints(vf, vf % 3)));
        parts.add(attribute(7, ints(vf, -1)));
        parts.add(attribute(9, ints(vf, trust(vf))));
        if (guids) {
            parts.add(attribute(10, ints(vf, 0), longs(0x0002_c903_0000_0000L + vf)));
            parts.add(attribute(11, ints(vf, 0), longs(0x8002_c903_0000_0000L + vf)));
        }
        byte[] protocol = bigEndian(vf % 2 == 0 ? 0x8100 : 0x88a8);
        parts.add(attribute(12, attribute(1, ints(vf, vf % 4096, vf % 8), protocol)));
        if (statistics) {
            var counters = new ArrayList<byte[]>();
            int[] types = {0, 1, 2, 3, 4, 5, 7, 8};
            for (int i = 0; i < types.length; i++) {
                counters.add(attribute(types[i], longs(vf + i)));
            }
            parts.add(attribute(8, join(counters)));
        }
        return attribute(1, join(parts));
    }

    private static int trust(int vf) {
        return switch (vf % 5) {
            case 0 -> -1;
            case 1 -> 1;
            default -> 0;
        };
    }

    /// {@return what is to be read from [#entries(int, boolean, boolean)]}
    static VfLink expected(int vf, boolean guids) {
        byte[] mac = {0x02, 0, 0, 0, (byte) (vf >> 8), (byte) vf};
        return new VfLink(
                vf,
                new Reported.Value<>(LinkAddress.of(mac)),
                new Reported.Value<>(new VfVlan(vf % 4096, vf % 8, vf % 2 == 0 ? 0x8100 : 0x88a8)),
                new Reported.Value<>((long) vf),
                new Reported.Value<>(2L * vf + 1),
                new Reported.Value<>(vf % 2 == 1),
                new Reported.Value<>(
                        List.of(VfLinkState.AUTO, VfLinkState.ENABLE, VfLinkState.DISABLE)
                                .get(vf % 3)),
                new Reported.Unsupported<>(),
                vf % 5 == 0 ? new Reported.Unsupported<>() : new Reported.Value<>(vf % 5 == 1),
                guids ? new Reported.Value<>(0x0002_c903_0000_0000L + vf) : new Reported.Absent<>(),
                guids
                        ? new Reported.Value<>(0x8002_c903_0000_0000L + vf)
                        : new Reported.Absent<>());
    }

    /// {@return an acknowledgement as sockets with `NETLINK_CAP_ACK` and `NETLINK_EXT_ACK` get it}
    ///
    /// @param error the error's number; 0 for success
    /// @param request the request
    /// @param attributes those that explain the error
    public static byte[] ack(int error, byte[] request, byte[]... attributes) {
        int sequence = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).getInt(8);
        return message(
                2,
                0x100 | (attributes.length == 0 ? 0 : 0x200),
                sequence,
                join(
                        List.of(
                                ints(-error),
                                padded(Arrays.copyOf(request, 16), 16),
                                join(List.of(attributes)))));
    }
}
