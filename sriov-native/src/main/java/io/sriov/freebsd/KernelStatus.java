package io.sriov.freebsd;

import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// A PF and its VFs as the kernel tells of them: what `IOV_GET_STATUS` gives.
///
/// @param location where the PF is, in the kernel's own writing
/// @param numVfs how many VFs are enabled
/// @param totalVfs how many there can be
/// @param vfs the VFs that exist, in order
record KernelStatus(String location, int numVfs, int totalVfs, List<Vf> vfs) {
    /// A VF.
    ///
    /// @param index its number
    /// @param location where it is, in the kernel's own writing
    /// @param attached whether a driver is attached
    /// @param driver the driver with its unit; empty where the kernel names none
    /// @param passthrough whether it is meant for a guest
    record Vf(
            int index,
            String location,
            boolean attached,
            Optional<String> driver,
            boolean passthrough) {}

    private static final long VERSION = 1;

    /// Reads a packed status. The names are looked up without regard to case and to the separator
    /// between words, since they are younger than the kernels most hosts run.
    ///
    /// @param packed the status
    /// @return the status; empty where this is none, one of another version, or one that
    ///   contradicts itself: what `/dev/pci` shows is to be used then
    static Optional<KernelStatus> unpack(byte[] packed) {
        try {
            Names status = new Names(NvlistUnpacker.unpackAnyFlags(packed));
            if (status.number("version").orElse(0) != VERSION) {
                return Optional.empty();
            }
            Optional<Names> pf = status.list("pf");
            if (pf.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> location = pf.get().text("pcilocation");
            int numVfs = (int) Math.min(pf.get().number("numvfs").orElse(-1), 0x10000);
            int totalVfs = (int) Math.min(pf.get().number("totalvfs").orElse(-1), 0x10000);
            Optional<List<Vf>> vfs = vfs(status, numVfs);
            boolean sound = numVfs >= 0 && numVfs <= totalVfs && totalVfs <= 0xffff;
            return sound && location.isPresent()
                    ? vfs.map(found -> new KernelStatus(location.get(), numVfs, totalVfs, found))
                    : Optional.empty();
        } catch (NvlistFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<List<Vf>> vfs(Names status, int numVfs) {
        var vfs = new ArrayList<Vf>();
        boolean[] seen = new boolean[Math.max(0, numVfs)];
        Optional<List<Names>> told = status.lists("vfs");
        if (numVfs > 0 && told.isEmpty()) {
            return Optional.empty();
        }
        for (Names vf : told.orElse(List.of())) {
            OptionalLong index = vf.number("index");
            Optional<String> location = vf.text("pcilocation");
            Optional<Boolean> attached = vf.bool("attached");
            Optional<Boolean> passthrough = vf.bool("passthrough");
            boolean whole =
                    index.isPresent()
                            && location.isPresent()
                            && attached.isPresent()
                            && passthrough.isPresent();
            if (!whole || index.getAsLong() < 0 || index.getAsLong() >= numVfs) {
                return Optional.empty();
            }
            int number = (int) index.getAsLong();
            if (seen[number]) {
                return Optional.empty();
            }
            seen[number] = true;
            vfs.add(
                    new Vf(
                            number,
                            location.get(),
                            attached.get(),
                            vf.text("bounddriver").or(() -> vf.text("driver")),
                            passthrough.get()));
        }
        vfs.sort(Comparator.comparingInt(Vf::index));
        return Optional.of(List.copyOf(vfs));
    }

    /// A list whose names are looked up by their letters and digits alone.
    private record Names(Nvlist list) {
        private Optional<NvValue> value(String name) {
            return list.pairs().stream()
                    .filter(pair -> letters(pair.name()).equals(name))
                    .map(NvPair::value)
                    .findFirst();
        }

        private static String letters(String name) {
            var letters = new StringBuilder(name.length());
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c != '-' && c != '_' && c != ' ') {
                    letters.append(c);
                }
            }
            return letters.toString().toLowerCase(Locale.ROOT);
        }

        OptionalLong number(String name) {
            return value(name).orElse(null) instanceof NvValue.Uint64 number
                    ? OptionalLong.of(number.value())
                    : OptionalLong.empty();
        }

        Optional<String> text(String name) {
            return value(name).orElse(null) instanceof NvValue.Text text
                    ? Optional.of(text.value())
                    : Optional.empty();
        }

        Optional<Boolean> bool(String name) {
            return value(name).orElse(null) instanceof NvValue.Bool bool
                    ? Optional.of(bool.value())
                    : Optional.empty();
        }

        Optional<Names> list(String name) {
            return value(name).orElse(null) instanceof Nvlist nested
                    ? Optional.of(new Names(nested))
                    : Optional.empty();
        }

        Optional<List<Names>> lists(String name) {
            return value(name).orElse(null) instanceof NvValue.NvlistArray array
                    ? Optional.of(array.values().stream().map(Names::new).toList())
                    : Optional.empty();
        }
    }
}
