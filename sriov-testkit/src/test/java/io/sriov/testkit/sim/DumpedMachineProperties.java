package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Dumps that were damaged, or say what no machine says: either there is a machine, or it is said
/// why there is none.
class DumpedMachineProperties {
    private static final MachineDump DUMP = dump();

    private static MachineDump dump() {
        try (SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard())) {
            for (String device : List.of("ix0", "nvme0")) {
                PhysicalFunction pf = host.physicalFunction(device);
                pf.configure(IovConfig.builder(pf.schema(), device).numVfs(2).build());
            }
            return host.dump();
        }
    }

    /// A change of one byte: which function, where, and to what.
    private static void damage(List<FunctionDump> functions, int function, int at, int value) {
        FunctionDump one = functions.get(function % functions.size());
        byte[] bytes = one.configSpace().toBytes();
        bytes[at % bytes.length] = (byte) value;
        functions.set(
                function % functions.size(),
                FunctionDump.builder().from(one).configBytes(bytes).build());
    }

    @Property(tries = 100)
    void damagedRegistersMakeAMachineOrAreTold(
            @ForAll @IntRange(max = 99) int function,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 0x1d0) Integer> places,
            @ForAll @Size(8) List<@IntRange(max = 255) Integer> values) {
        List<FunctionDump> functions = new ArrayList<>(DUMP.functions());
        for (int i = 0; i < places.size(); i++) {
            damage(functions, function, places.get(i), values.get(i));
        }
        opens(MachineDump.builder().from(DUMP).functions(functions).build());
    }

    @Property(tries = 50)
    void shortRegistersMakeAMachineOrAreTold(
            @ForAll @IntRange(max = 99) int function, @ForAll @IntRange(max = 4096) int length) {
        List<FunctionDump> functions = new ArrayList<>(DUMP.functions());
        FunctionDump one = functions.get(function % functions.size());
        String config = one.config().substring(0, 2 * length);
        assertThat(HexFormat.of().parseHex(config)).hasSize(length);
        functions.set(
                function % functions.size(),
                FunctionDump.builder().from(one).config(config).build());
        opens(MachineDump.builder().from(DUMP).functions(functions).build());
    }

    @Property(tries = 30)
    void otherNumbersOfVfsMakeAMachineOrAreTold(@ForAll @IntRange(max = 70_000) int index) {
        List<FunctionDump> functions = new ArrayList<>(DUMP.functions());
        functions.replaceAll(one ->
                one.vfIndex().equals(OptionalInt.of(1))
                        ? FunctionDump.builder().from(one).vfIndex(index).build()
                        : one);
        opens(MachineDump.builder().from(DUMP).functions(functions).build());
    }

    private static void opens(MachineDump dump) {
        try (SimulatedHost host = DumpedMachine.of(dump).host()) {
            assertThat(host.physicalFunctions()).isNotEmpty();
            host.physicalFunctions().forEach(PhysicalFunction::status);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).{10,}");
        }
    }
}
