package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfIdentity;
import io.sriov.ffm.Libc;
import io.sriov.linux.netlink.KernelReply;
import io.sriov.linux.netlink.SimulatedNetlink;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A PF with its network interface, in `/sys` and behind netlink: it keeps what is set of its VFs
/// and reports it, as `do_setvfinfo` and `rtnl_fill_vfinfo` (`net/core/rtnetlink.c`) do. Messages
/// are taken apart here by hand.
final class PfModel {
    static final String PF = "0000:01:00.0";

    static final String MACHINE_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static final int CONTROLLER = 16;
    private static final int DEVLINK = 21;
    private static final int EOPNOTSUPP = 95;
    private static final int GETLINK = 18;
    private static final int SETLINK = 19;
    private static final int EINVAL = 22;
    private static final int UNSUPPORTED = -1;

    /// What a kernel keeps of a VF.
    static final class Vf {
        byte[] mac = new byte[6];
        int vlan;
        int qos;
        int protocol = 0x8100;
        int minRate;
        int maxRate;
        int spoofCheck = 1;
        int linkState;
        int rssQuery = UNSUPPORTED;
        int trust;
        long nodeGuid;
        long portGuid;
    }

    /// A refusal.
    ///
    /// @param errno its number
    /// @param text what the kernel says beside it; empty for nothing
    record Refusal(int errno, String text) {}

    final SimulatedNetlink netlink;
    final Path sys;

    /// The link that netlink has.
    int index = 7;

    String name = "ens1f0";
    byte[] address = {0x02, 0, 0, 0, 0, 1};
    boolean up = true;

    /// How often the link is asked for, once it is up, before it has a carrier; negative for ever.
    int carrierAfter;

    /// The mode of the eswitch; negative where there is none.
    int eswitch = -1;

    /// The last question for it, its bytes as characters.
    String asked = "";

    /// What is refused of setting the link up.
    int refusesUp;

    boolean infiniBand;

    /// Whether the kernel has `ndo_get_vf_config`.
    boolean reports = true;

    /// What is refused, by the text of what was sent.
    Function<String, Optional<Refusal>> refuses = _ -> Optional.empty();

    /// Every setting that was sent, refused or not.
    final List<String> sent = new ArrayList<>();

    /// How often the list of VFs was asked for.
    int listed;

    final List<Vf> vfs = new ArrayList<>();

    PfModel(Path root, int numVfs) {
        this.sys = root.resolve("sys");
        try {
            Files.createDirectories(function());
            Files.writeString(root.resolve("machine-id"), MACHINE_ID + "\n");
            netlink = new SimulatedNetlink(Arena.ofAuto());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        for (int vf = 0; vf < numVfs; vf++) {
            vfs.add(new Vf());
        }
        netlink.kernel = request -> List.of(answer(request));
        attribute("net/ens1f0/ifindex", "7");
        attribute("net/ens1f0/address", "02:00:00:00:00:01");
    }

    Path function() {
        return sys.resolve("bus/pci/devices").resolve(PF);
    }

    void attribute(String place, String text) {
        try {
            Files.createDirectories(function().resolve(place).getParent());
            Files.writeString(function().resolve(place), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NetdevDriverProvider provider() {
        return new NetdevDriverProvider(
                new Sysfs(Libc.system(), sys),
                netlink.rtnetlink(),
                netlink.devlink(),
                new MachineId(sys.resolveSibling("machine-id")));
    }

    PfDriver attach(String driver) {
        return provider().attach(identity(driver, infiniBand ? 0x020700 : 0x020000));
    }

    static PfIdentity identity(String driver, int classCode) {
        return identity(driver, classCode, 0x10c9);
    }

    static PfIdentity identity(String driver, int classCode, int deviceId) {
        return new PfIdentity(PciAddress.parse(PF), 0x8086, deviceId, classCode, driver);
    }

    private byte[] answer(byte[] request) {
        ByteBuffer buffer = ByteBuffer.wrap(request).order(ByteOrder.nativeOrder());
        int type = buffer.getShort(4);
        int sequence = buffer.getInt(8);
        if (type == CONTROLLER) {
            byte[] family = KernelReply.attribute(1, new byte[] {DEVLINK, 0});
            return generic(type, sequence, family);
        }
        if (type == DEVLINK) {
            asked = new String(request, StandardCharsets.US_ASCII);
            return eswitch < 0
                    ? KernelReply.ack(EOPNOTSUPP, request)
                    : generic(
                            type,
                            sequence,
                            KernelReply.attribute(25, new byte[] {(byte) eswitch, 0}));
        }
        if (buffer.getInt(20) != index) {
            return KernelReply.ack(19, request);
        }
        if (type == SETLINK) {
            return set(request, buffer);
        }
        assertThat(type).isEqualTo(GETLINK);
        if (request.length == 32) {
            return link(sequence);
        }
        listed++;
        if (!reports) {
            return link(sequence, KernelReply.attribute(21, KernelReply.ints(vfs.size())));
        }
        var entries = new ArrayList<byte[]>();
        for (int vf = 0; vf < vfs.size(); vf++) {
            entries.add(entry(vf, vfs.get(vf)));
        }
        return link(
                sequence,
                KernelReply.attribute(21, KernelReply.ints(vfs.size())),
                KernelReply.attribute(22, KernelReply.join(entries)));
    }

    private int flags() {
        if (!up) {
            return 0x1002;
        }
        return carrierAfter == 0 || --carrierAfter == 0 ? 0x11003 : 0x1003;
    }

    private static byte[] generic(int type, int sequence, byte[] attribute) {
        return KernelReply.message(
                type, 0, sequence, KernelReply.join(List.of(new byte[4], attribute)));
    }

    private byte[] link(int sequence, byte[]... attributes) {
        byte[] header = KernelReply.join(List.of(new byte[4], KernelReply.ints(index, flags(), 0)));
        byte[] ifname = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return KernelReply.message(
                16,
                0,
                sequence,
                KernelReply.join(
                        List.of(
                                header,
                                KernelReply.attribute(3, ifname),
                                KernelReply.attribute(16, new byte[] {6}),
                                KernelReply.attribute(1, address),
                                KernelReply.join(List.of(attributes)))));
    }

    private byte[] entry(int index, Vf vf) {
        var parts = new ArrayList<byte[]>();
        parts.add(
                KernelReply.attribute(1, KernelReply.ints(index), KernelReply.padded(vf.mac, 32)));
        parts.add(KernelReply.attribute(13, new byte[32]));
        parts.add(KernelReply.attribute(2, KernelReply.ints(index, vf.vlan, vf.qos)));
        parts.add(KernelReply.attribute(6, KernelReply.ints(index, vf.minRate, vf.maxRate)));
        parts.add(KernelReply.attribute(3, KernelReply.ints(index, vf.maxRate)));
        parts.add(KernelReply.attribute(4, KernelReply.ints(index, vf.spoofCheck)));
        parts.add(KernelReply.attribute(5, KernelReply.ints(index, vf.linkState)));
        parts.add(KernelReply.attribute(7, KernelReply.ints(index, vf.rssQuery)));
        parts.add(KernelReply.attribute(9, KernelReply.ints(index, vf.trust)));
        if (infiniBand) {
            parts.add(
                    KernelReply.attribute(
                            10, KernelReply.ints(index, 0), KernelReply.longs(vf.nodeGuid)));
            parts.add(
                    KernelReply.attribute(
                            11, KernelReply.ints(index, 0), KernelReply.longs(vf.portGuid)));
        }
        byte[] info =
                KernelReply.attribute(
                        1,
                        KernelReply.ints(index, vf.vlan, vf.qos),
                        KernelReply.bigEndian(vf.protocol));
        parts.add(KernelReply.attribute(12, info));
        return KernelReply.attribute(1, KernelReply.join(parts));
    }

    private byte[] set(byte[] request, ByteBuffer buffer) {
        if (request.length == 32) {
            assertThat(buffer.getInt(28)).as("ifi_change").isEqualTo(1);
            sent.add(buffer.getInt(24) == 1 ? "up" : "down");
            up = refusesUp == 0 && buffer.getInt(24) == 1;
            return KernelReply.ack(refusesUp, request);
        }
        assertThat(buffer.getShort(34) & 0x3fff).as("IFLA_VFINFO_LIST").isEqualTo(22);
        assertThat(buffer.getShort(38) & 0x3fff).as("IFLA_VF_INFO").isEqualTo(1);
        int length = buffer.getShort(40);
        int type = buffer.getShort(42) & 0x3fff;
        assertThat(request.length).as("one attribute in a message").isEqualTo(40 + length);
        int at = type == 12 ? 48 : 44;
        int vf = buffer.getInt(at);
        String text = "VF " + vf + " " + text(type, buffer, at + 4);
        sent.add(text);
        Optional<Refusal> refusal = refuses.apply(text);
        if (refusal.isPresent()) {
            byte[] words = (refusal.get().text() + "\0").getBytes(StandardCharsets.UTF_8);
            return refusal.get().text().isEmpty()
                    ? KernelReply.ack(refusal.get().errno(), request)
                    : KernelReply.ack(
                            refusal.get().errno(), request, KernelReply.attribute(1, words));
        }
        if (vf >= vfs.size()) {
            return KernelReply.ack(EINVAL, request);
        }
        keep(vfs.get(vf), type, buffer, at + 4);
        return KernelReply.ack(0, request);
    }

    private static String text(int type, ByteBuffer buffer, int at) {
        return switch (type) {
            case 1 -> "mac " + HexFormat.ofDelimiter(":").formatHex(mac(buffer, at));
            case 2 -> "vlan " + buffer.getInt(at) + " qos " + buffer.getInt(at + 4);
            case 12 ->
                    "vlan "
                            + buffer.getInt(at)
                            + " qos "
                            + buffer.getInt(at + 4)
                            + " proto "
                            + Integer.toHexString(protocol(buffer, at));
            case 4 -> "spoofchk " + buffer.getInt(at);
            case 5 -> "state " + buffer.getInt(at);
            case 6 -> "rate " + buffer.getInt(at) + " " + buffer.getInt(at + 4);
            case 7 -> "query_rss " + buffer.getInt(at);
            case 9 -> "trust " + buffer.getInt(at);
            case 10 -> "node_guid " + Long.toHexString(buffer.getLong(at + 4));
            case 11 -> "port_guid " + Long.toHexString(buffer.getLong(at + 4));
            default -> throw new AssertionError("attribute " + type);
        };
    }

    private static byte[] mac(ByteBuffer buffer, int at) {
        byte[] mac = new byte[6];
        buffer.get(at, mac);
        return mac;
    }

    private static int protocol(ByteBuffer buffer, int at) {
        return (buffer.get(at + 8) & 0xff) << 8 | (buffer.get(at + 9) & 0xff);
    }

    private static void keep(Vf vf, int type, ByteBuffer buffer, int at) {
        int value = buffer.getInt(at);
        switch (type) {
            case 1 -> vf.mac = mac(buffer, at);
            case 2, 12 -> {
                vf.vlan = value;
                vf.qos = buffer.getInt(at + 4);
                vf.protocol = type == 2 ? 0x8100 : protocol(buffer, at);
            }
            case 4 -> vf.spoofCheck = value;
            case 5 -> vf.linkState = value;
            case 6 -> {
                vf.minRate = value;
                vf.maxRate = buffer.getInt(at + 4);
            }
            case 7 -> vf.rssQuery = value;
            case 9 -> vf.trust = value;
            case 10 -> vf.nodeGuid = buffer.getLong(at + 4);
            case 11 -> vf.portGuid = buffer.getLong(at + 4);
            default -> throw new AssertionError("attribute " + type);
        }
    }
}
