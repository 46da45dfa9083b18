package io.sriov.testkit.sim;

import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Packs configurations list by list, so that wrong ones can be made as well.
final class Packed {
    private final Map<String, NvValue> devices = new LinkedHashMap<>();

    /// A configuration of `num_vfs` VFs that says nothing of them.
    static Packed vfs(int numVfs) {
        Packed packed =
                new Packed()
                        .pf(
                                iov -> iov.addNumber("num_vfs", numVfs).addString("device", "ix0"),
                                _ -> {});
        for (int i = 0; i < numVfs; i++) {
            packed.vf(i, _ -> {}, _ -> {});
        }
        return packed;
    }

    Packed pf(Consumer<Nvlist.Builder> iov, Consumer<Nvlist.Builder> driver) {
        devices.put("PF", device(iov, driver));
        return this;
    }

    Packed vf(int index, Consumer<Nvlist.Builder> iov, Consumer<Nvlist.Builder> driver) {
        return put("VF-" + index, device(iov, driver));
    }

    Packed passthrough(int index) {
        return vf(index, iov -> iov.addBool("passthrough", true), _ -> {});
    }

    Packed put(String name, NvValue device) {
        devices.put(name, device);
        return this;
    }

    Packed without(String name) {
        devices.remove(name);
        return this;
    }

    static Nvlist device(Consumer<Nvlist.Builder> iov, Consumer<Nvlist.Builder> driver) {
        return list(d -> d.addNvlist("DRIVER", list(driver)).addNvlist("IOV", list(iov)));
    }

    static Nvlist list(Consumer<Nvlist.Builder> content) {
        Nvlist.Builder builder = Nvlist.builder(NvFlag.IGNORE_CASE);
        content.accept(builder);
        return builder.build();
    }

    Nvlist list() {
        return list(all -> devices.forEach(all::add));
    }

    byte[] bytes() {
        return NvlistPacker.pack(list());
    }
}
