package io.sriov.testkit.machine;

import static io.sriov.testkit.machine.Problems.require;

import io.sriov.pci.AcsCapability;
import io.sriov.schema.text.KeyedValues;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.ShapeCode;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntConsumer;

/// Reads what kind of device a PF is.
///
/// @param problems where problems go
record HardwareReader(Problems problems) {
    private static final int MAX_16 = 0xffff;
    private static final int MAX_VECTORS = 2048;

    /// Reads hardware.
    ///
    /// @param known what it is where nothing is said; empty where all must be said
    Optional<PfModel> hardware(Node node, Optional<PfModel> known) {
        return problems.part(
                node,
                "the hardware",
                values -> {
                    PfModel.Builder model = PfModel.builder();
                    known.ifPresent(model::from);
                    if (known.isEmpty()) {
                        require(
                                values,
                                "vendor-id",
                                "device-id",
                                "total-vfs",
                                "vf-device-id",
                                "placements",
                                "vf-bars");
                    }
                    number(values, "vendor-id", 0, MAX_16 - 1, model::vendorId);
                    number(values, "device-id", 0, MAX_16 - 1, model::deviceId);
                    number(values, "class-code", 0, 0xff_ffff, model::classCode);
                    number(values, "revision", 0, 0xff, model::revisionId);
                    number(values, "subsystem-id", 0, MAX_16, model::subsystemId);
                    int[] totalVfs = {known.map(PfModel::totalVfs).orElse(0)};
                    number(
                            values,
                            "total-vfs",
                            0,
                            MAX_16,
                            vfs -> {
                                totalVfs[0] = vfs;
                                model.totalVfs(vfs);
                            });
                    number(values, "vf-device-id", 0, MAX_16, model::vfDeviceId);
                    number(values, "msix-vectors", 1, MAX_VECTORS, model::msixVectors);
                    number(values, "vf-msix-vectors", 1, MAX_VECTORS, model::vfMsixVectors);
                    pageSizes(values).ifPresent(model::supportedPageSizes);
                    values.bool("ari-capable").ifPresent(model::ariCapable);
                    if (values.has("bars")) {
                        model.bars(all(values, "bars", this::bar));
                    }
                    if (values.has("vf-bars")) {
                        model.vfBars(all(values, "vf-bars", this::bar));
                    }
                    if (values.has("placements")) {
                        model.placements(
                                all(values, "placements", one -> placement(one, totalVfs[0])));
                    }
                    if (values.has("acs")) {
                        model.acs(values.choices("acs", List.of(AcsCapability.Control.values())));
                    }
                    return model::build;
                });
    }

    private interface Part<T> {
        Optional<T> read(Node node);
    }

    private static <T> List<T> all(KeyedValues values, String key, Part<T> part) {
        return values.list(key).stream().flatMap(node -> part.read(node).stream()).toList();
    }

    static void number(KeyedValues values, String key, long min, long max, IntConsumer set) {
        values.integer(key, min, max).ifPresent(value -> set.accept((int) value));
    }

    private Optional<BarModel> bar(Node node) {
        return problems.part(
                node,
                "a BAR",
                values -> {
                    require(values, "bar", "size");
                    int index = (int) values.integer("bar", 0, 5).orElse(0);
                    long size = values.integer("size", 1, Long.MAX_VALUE).orElse(0);
                    boolean wide = values.bool("wide").orElse(true);
                    boolean prefetchable = values.bool("prefetchable").orElse(wide);
                    return () -> new BarModel(index, wide, prefetchable, size);
                });
    }

    private static OptionalLong pageSizes(KeyedValues values) {
        Optional<Node> node = values.node("page-sizes");
        if (node.isPresent() && !(node.get() instanceof Node.Scalar)) {
            values.problem(
                    ShapeCode.WRONG_SHAPE,
                    "'page-sizes' must be a whole number, not " + node.get().text(),
                    node.get().origin(),
                    "it is the register Supported Page Sizes, where bit n stands for 4 KiB << n:"
                            + " 1 for 4 KiB alone");
            return OptionalLong.empty();
        }
        return values.integer("page-sizes", 1, 0xffff_ffffL);
    }

    /// VFs are elsewhere than their PF and than each other (PCIe 6.0 §9.3.3.9, §9.3.3.10).
    private Optional<VfPlacement> placement(Node node, int totalVfs) {
        return problems.part(
                node,
                "a placement",
                values -> {
                    require(values, "ari", "first-vf-offset", "vf-stride");
                    boolean ari = values.bool("ari").orElse(false);
                    int from = (int) values.integer("from-num-vfs", 0, MAX_16).orElse(0);
                    int offset = (int) values.integer("first-vf-offset", 0, MAX_16).orElse(1);
                    int stride = (int) values.integer("vf-stride", 0, MAX_16).orElse(1);
                    if (offset == 0 && totalVfs > 0) {
                        values.problem(
                                MachineCode.IMPOSSIBLE_HARDWARE,
                                "with 'first-vf-offset' 0 VF 0 is where its PF is",
                                values.origin("first-vf-offset"),
                                "write how far behind the PF it is, at least 1");
                    }
                    if (stride == 0 && totalVfs > 1) {
                        values.problem(
                                MachineCode.IMPOSSIBLE_HARDWARE,
                                "with 'vf-stride' 0 all VFs are where VF 0 is",
                                values.origin("vf-stride"),
                                "write how far each is behind the one before, at least 1");
                    }
                    return () -> new VfPlacement(ari, from, offset, stride);
                });
    }
}
