package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.testkit.sim.ListedFunction;
import io.sriov.testkit.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `PCIOCGETCONF`, in both its forms: a page of the kernel's list of functions, of those that match
/// one of the patterns.
final class PciList {
    private static final int PATTERN_SIZE = 56;
    private static final int NAME_SIZE = 17;
    private static final int SHORT_CONF = 48;
    private static final int LONG_CONF = 128;
    private static final int SPARE = 64;

    private static final int LAST_DEVICE = 0;
    private static final int LIST_CHANGED = 1;
    private static final int MORE_DEVS = 2;
    private static final int ERROR = 3;

    // struct pci_conf_io
    private static final int PAT_BUF_LEN = 0;
    private static final int NUM_PATTERNS = 4;
    private static final int PATTERNS = 8;
    private static final int MATCH_BUF_LEN = 16;
    private static final int NUM_MATCHES = 20;
    private static final int MATCHES = 24;
    private static final int OFFSET = 32;
    private static final int GENERATION = 36;
    private static final int STATUS = 40;

    private final SimulatedKernel kernel;
    private final boolean longConf;

    PciList(SimulatedKernel kernel, boolean longConf) {
        this.kernel = kernel;
        this.longConf = longConf;
    }

    void get(ByteBuffer io) throws KernelErrorException {
        int generation = kernel.pciGeneration();
        List<ListedFunction> all = kernel.pciFunctions();
        io.putInt(NUM_MATCHES, 0);
        int from = io.getInt(OFFSET);
        if (from != 0 && io.getInt(GENERATION) != generation) {
            io.putInt(STATUS, LIST_CHANGED);
            return;
        }
        if (Integer.compareUnsigned(from, all.size()) >= 0) {
            io.putInt(STATUS, LAST_DEVICE);
            return;
        }
        List<Pattern> patterns = patterns(io);
        int size = longConf ? LONG_CONF : SHORT_CONF;
        int room = Integer.divideUnsigned(io.getInt(MATCH_BUF_LEN), size);
        int found = 0;
        int next = from;
        for (; next < all.size() && found < room; next++) {
            Entry entry = entry(all.get(next));
            if (patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matches(entry))) {
                UserMemory.copyOut(entry.bytes(size), io.getLong(MATCHES) + (long) found * size);
                found++;
            }
        }
        io.putInt(NUM_MATCHES, found);
        io.putInt(OFFSET, next);
        io.putInt(GENERATION, generation);
        io.putInt(STATUS, next < all.size() ? MORE_DEVS : LAST_DEVICE);
    }

    private static List<Pattern> patterns(ByteBuffer io) throws KernelErrorException {
        int count = io.getInt(NUM_PATTERNS);
        int length = io.getInt(PAT_BUF_LEN);
        if (count == 0 && length == 0) {
            return List.of();
        }
        if (count <= 0 || length != count * PATTERN_SIZE) {
            io.putInt(STATUS, ERROR);
            throw new KernelErrorException(Errno.EINVAL);
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(UserMemory.copyIn(io.getLong(PATTERNS), length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            patterns.add(
                    Pattern.read(
                            bytes.slice(i * PATTERN_SIZE, PATTERN_SIZE)
                                    .order(ByteOrder.LITTLE_ENDIAN)));
        }
        return patterns;
    }

    private Entry entry(ListedFunction function) {
        ConfigSpace registers = kernel.pciConfigSpace(function.address()).orElseThrow();
        return new Entry(function, registers, ConfigHeader.read(registers));
    }

    /// `struct pci_match_conf`. Every flag that is set must match; without flags nothing does.
    private record Pattern(
            PciFile.Selector selector,
            String name,
            long unit,
            int vendor,
            int device,
            int baseClass,
            int flags) {

        static Pattern read(ByteBuffer at) {
            return new Pattern(
                    PciFile.Selector.get(at, 0),
                    text(at, 8),
                    at.getLong(32),
                    Short.toUnsignedInt(at.getShort(40)),
                    Short.toUnsignedInt(at.getShort(42)),
                    Byte.toUnsignedInt(at.get(44)),
                    at.getInt(48));
        }

        private static String text(ByteBuffer at, int offset) {
            var text = new StringBuilder();
            for (int i = 0; i < NAME_SIZE && at.get(offset + i) != 0; i++) {
                text.append((char) at.get(offset + i));
            }
            return text.toString();
        }

        boolean matches(Entry entry) {
            PciFile.Selector there = PciFile.Selector.of(entry.function());
            return flags != 0
                    && agrees(0x001, there.domain() == selector.domain())
                    && agrees(0x002, there.bus() == selector.bus())
                    && agrees(0x004, there.device() == selector.device())
                    && agrees(0x008, there.function() == selector.function())
                    && agrees(0x010, entry.function().driver().equals(name))
                    && agrees(0x020, entry.function().unit() == unit)
                    && agrees(0x040, entry.function().vendorId() == vendor)
                    && agrees(0x080, entry.function().deviceId() == device)
                    && agrees(0x100, entry.header().classCode() >> 16 == baseClass);
        }

        private boolean agrees(int flag, boolean same) {
            return (flags & flag) == 0 || same;
        }
    }

    /// `struct pci_conf`.
    private record Entry(ListedFunction function, ConfigSpace registers, ConfigHeader header) {

        byte[] bytes(int size) {
            ByteBuffer conf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            PciFile.Selector.of(function).put(conf, 0);
            conf.put(8, (byte) header.headerType());
            conf.putShort(10, (short) registers.read16(ConfigHeader.SUBSYSTEM_VENDOR_ID));
            conf.putShort(12, (short) registers.read16(ConfigHeader.SUBSYSTEM_ID));
            conf.putShort(14, (short) function.vendorId());
            conf.putShort(16, (short) function.deviceId());
            conf.put(18, (byte) (header.classCode() >> 16));
            conf.put(19, (byte) (header.classCode() >> 8));
            conf.put(20, (byte) header.classCode());
            conf.put(21, (byte) header.revisionId());
            byte[] name = function.driver().getBytes(StandardCharsets.UTF_8);
            conf.put(22, name, 0, Math.min(name.length, NAME_SIZE - 1));
            conf.putLong(40, function.unit());
            if (size == LONG_CONF) {
                conf.putInt(48, function.numaNode().orElse(0));
                conf.putLong(56, SPARE);
            }
            return conf.array();
        }
    }
}
