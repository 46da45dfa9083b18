package io.sriov.testkit.sim;

import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.function.Consumer;

/// Parts of schemas as nvlists, right and wrong ones.
final class RawSchema {
    static final Nvlist NOTHING = Packed.list(_ -> {});

    private RawSchema() {}

    static Nvlist optional(String type) {
        return node(type, _ -> {});
    }

    static Nvlist required(String type) {
        return node(type, node -> node.addBool("required", true));
    }

    static Nvlist defaulted(String type, NvValue value) {
        return node(type, node -> node.add("default", value));
    }

    static Nvlist node(String type, Consumer<Nvlist.Builder> rest) {
        return Packed.list(node -> rest.accept(node.addString("type", type)));
    }

    static Nvlist one(String name, NvValue parameter) {
        return Packed.list(list -> list.add(name, parameter));
    }

    /// A list in which a driver tried to add both, as only a list that takes a name twice can show.
    static Nvlist both(NvPair one, NvPair other) {
        return Nvlist.builder(NvFlag.IGNORE_CASE, NvFlag.NO_UNIQUE).add(one).add(other).build();
    }

    static KernelTypes types() {
        return KernelTypes.of(SimulatedMachine.builder().build());
    }
}
