package io.sriov.testkit.sim;

import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Schemas and configurations that are right or, after some changes, mostly wrong. Values and names
/// are few, so that they meet.
final class RandomNvlists {
    private static final List<String> NAMES =
            List.of("a", "B", "mac-addr", "Num_VFs", "device", "passthrough");
    private static final List<String> DEVICES =
            List.of("PF", "VF", "VF-0", "VF-1", "VF-01", "VF-2", "VF-+1", "VF-", "DEFAULT", "x");
    private static final List<String> TYPES =
            List.of(
                    "bool",
                    "string",
                    "uint8_t",
                    "uint16_t",
                    "uint32_t",
                    "uint64_t",
                    "unicast-mac",
                    "vlan");
    private static final List<NvValue> VALUES =
            List.of(
                    NvValue.Bool.TRUE,
                    NvValue.Bool.FALSE,
                    NvValue.Null.NULL,
                    new NvValue.Text(""),
                    new NvValue.Text("trunk"),
                    new NvValue.Uint64(0),
                    new NvValue.Uint64(1),
                    new NvValue.Uint64(2),
                    new NvValue.Uint64(255),
                    new NvValue.Uint64(256),
                    new NvValue.Uint64(4096),
                    new NvValue.Uint64(4097),
                    new NvValue.Uint64(0x1_0000),
                    new NvValue.Uint64(0x1_0000_0000L),
                    new NvValue.Uint64(-1),
                    NvValue.Binary.of((byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1),
                    NvValue.Binary.of((byte) 3, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1),
                    NvValue.Binary.of((byte) 2),
                    RawSchema.NOTHING);

    private final Random random;

    RandomNvlists(Random random) {
        this.random = random;
    }

    /// A driver's parameters for one kind of device, most often valid.
    ///
    /// @param taken the first names of [#NAMES] that the infrastructure has not taken
    Nvlist parameters(String... taken) {
        Nvlist.Builder list = Nvlist.builder(NvFlag.IGNORE_CASE);
        for (String name : NAMES) {
            boolean free = List.of(taken).stream().noneMatch(name::equalsIgnoreCase);
            if (free && random.nextBoolean()) {
                list.add(name, parameter());
            }
        }
        return list.build();
    }

    private Nvlist parameter() {
        String type = pick(TYPES);
        return switch (random.nextInt(4)) {
            case 0 -> RawSchema.optional(type);
            case 1 -> RawSchema.required(type);
            case 2 -> RawSchema.node(type, node -> node.addBool("required", false));
            default -> RawSchema.defaulted(type, valueFor(type));
        };
    }

    /// A value of a type, found by trying.
    private NvValue valueFor(String type) {
        KernelType rules = RawSchema.types().named(type).orElseThrow();
        while (true) {
            NvValue value = pick(VALUES);
            if (rules.valueIn(RawSchema.one("x", value), "x").isPresent()) {
                return value;
            }
        }
    }

    /// A configuration that fits parameters which are valid.
    Nvlist config(Nvlist pf, Nvlist vf) {
        int numVfs = random.nextInt(4);
        Packed packed =
                new Packed()
                        .pf(
                                iov -> iov.addString("device", "ix0").addNumber("num_vfs", numVfs),
                                driver -> values(driver, pf));
        for (int i = 0; i < numVfs; i++) {
            packed.vf(
                    i,
                    iov -> {
                        if (random.nextBoolean()) {
                            iov.addBool("passthrough", random.nextBoolean());
                        }
                    },
                    driver -> values(driver, vf));
        }
        return packed.list();
    }

    private void values(Nvlist.Builder driver, Nvlist parameters) {
        for (NvPair parameter : parameters.pairs()) {
            Nvlist node = (Nvlist) parameter.value();
            if (node.bool("required").orElse(false) || random.nextBoolean()) {
                driver.add(parameter.name(), valueFor(node.string("type").orElseThrow()));
            }
        }
    }

    /// A list with something about it changed, here or in a list below.
    ///
    /// @param strict whether the list must go on ignoring case
    Nvlist changed(Nvlist list, boolean strict) {
        List<NvPair> pairs = new ArrayList<>(list.pairs());
        boolean ignoreCase = list.flags().contains(NvFlag.IGNORE_CASE);
        int at = pairs.isEmpty() ? 0 : random.nextInt(pairs.size());
        boolean below =
                !pairs.isEmpty()
                        && pairs.get(at).value() instanceof Nvlist
                        && random.nextInt(4) != 0;
        if (below) {
            NvPair pair = pairs.get(at);
            pairs.set(at, NvPair.of(pair.name(), changed((Nvlist) pair.value(), false)));
        } else {
            switch (random.nextInt(strict ? 6 : 7)) {
                case 0, 1 -> pairs.add(at, NvPair.of(name(), pick(VALUES)));
                case 6 -> ignoreCase = !ignoreCase;
                default -> {
                    if (!pairs.isEmpty()) {
                        changePair(pairs, at);
                    }
                }
            }
        }
        Nvlist.Builder result = ignoreCase ? Nvlist.builder(NvFlag.IGNORE_CASE) : Nvlist.builder();
        pairs.stream().filter(pair -> result.takes(pair.name())).forEach(result::add);
        return result.build();
    }

    private void changePair(List<NvPair> pairs, int at) {
        NvPair pair = pairs.get(at);
        switch (random.nextInt(6)) {
            case 0 -> pairs.remove(at);
            case 1 -> pairs.set(at, NvPair.of(name(), pair.value()));
            case 2 -> pairs.set(at, NvPair.of(pair.name(), pick(VALUES)));
            case 3 -> pairs.add(NvPair.of(otherCase(pair.name()), pair.value()));
            case 4 -> pairs.addFirst(pairs.remove(at));
            default -> pairs.set(at, NvPair.of(otherCase(pair.name()), pair.value()));
        }
    }

    private String name() {
        List<String> words = List.of("type", "default", "required", "IOV", "DRIVER");
        return pick(List.of(pick(NAMES), pick(DEVICES), pick(words)));
    }

    private static String otherCase(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.equals(name) ? name.toUpperCase(Locale.ROOT) : small;
    }

    /// A list that holds every pair twice where the toss says so, as if a driver had added them.
    Nvlist perhapsTwice(Nvlist list) {
        Nvlist.Builder twice = Nvlist.builder(NvFlag.IGNORE_CASE, NvFlag.NO_UNIQUE);
        list.pairs().forEach(twice::add);
        if (random.nextInt(8) == 0) {
            list.pairs().forEach(pair -> twice.add(otherCase(pair.name()), pair.value()));
        }
        return twice.build();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
