package io.sriov.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.DiagnosticCode;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Shrinkable;

/// What falsifies a property shrinks to the least that does: what has nothing to do with it is gone
/// from it.
class ShrinkingProperties {
    private static final PfSchema IX = BuiltInSchemas.find("ix").orElseThrow();
    private static final Arbitrary<IovConfig> CONFIGS = ConfigArbitraries.valid(IX, "ix0", 64);
    private static final Arbitrary<InvalidConfig> TEXTS = ConfigArbitraries.invalid(IX, "ix0", 64);

    private static <T> T shrunk(Arbitrary<T> drawn, Random random, Predicate<T> falsifies) {
        Shrinkable<T> sample =
                Stream.generate(() -> drawn.generator(1000).next(random))
                        .filter(one -> falsifies.test(one.value()))
                        .findFirst()
                        .orElseThrow();
        while (true) {
            Optional<Shrinkable<T>> smaller =
                    sample.shrink().filter(one -> falsifies.test(one.value())).findFirst();
            if (smaller.isEmpty()) {
                return sample.value();
            }
            sample = smaller.get();
        }
    }

    private static List<Setting> ofVfs(IovConfig config) {
        return config.vfs().stream().map(DeviceConfig::given).flatMap(List::stream).toList();
    }

    @Example
    void aNumberOfVfsShrinksToVfsOfWhichNothingIsSaid(@ForAll Random random) {
        IovConfig config = shrunk(CONFIGS, random, one -> one.numVfs() >= 17);
        assertThat(config.numVfs()).isEqualTo(17);
        assertThat(ofVfs(config)).isEmpty();
    }

    @Example
    void aValueShrinksToOneVfThatHasIt(@ForAll Random random) {
        IovConfig config =
                shrunk(
                        CONFIGS,
                        random,
                        one ->
                                ofVfs(one).stream()
                                        .map(Setting::value)
                                        .anyMatch(value ->
                                                value instanceof ParameterValue.Vlan(VlanId vlan)
                                                        && vlan.number() > 100));
        assertThat(config.numVfs()).isEqualTo(1);
        assertThat(ofVfs(config))
                .extracting(setting -> setting.value().text())
                .containsExactly("101");
    }

    @Example
    void twoVfsShrinkToTwo(@ForAll Random random) {
        IovConfig config =
                shrunk(
                        CONFIGS,
                        random,
                        one -> one.vfs().stream().filter(vf -> !vf.given().isEmpty()).count() >= 2);
        assertThat(config.numVfs()).isEqualTo(2);
        assertThat(config.vfs()).allSatisfy(vf -> assertThat(vf.given()).hasSize(1));
    }

    @Example
    void aMistakeShrinksToOneVf(@ForAll Random random) {
        for (Mistake mistake : Mistake.possible(IX)) {
            DiagnosticCode code = mistake.code();
            InvalidConfig text = shrunk(TEXTS, random, one -> one.code().equals(code));
            assertThat(text.text().lines())
                    .as(text.text())
                    .filteredOn(line -> line.contains("num_vfs"))
                    .allMatch(line -> line.contains("\"num_vfs\": 1") || line.contains(": 0"));
            assertThat(text.text().lines()).as(text.text()).hasSizeLessThanOrEqualTo(13);
        }
    }

    @Example
    void valuesShrinkToWhatIsEasilyRead(@ForAll Random random) {
        assertThat(shrunk(SchemaArbitraries.macAddresses(), random, one -> (one.bits() & 0xff) > 7))
                .isEqualTo(MacAddress.parse("00:00:00:00:00:08").orElseThrow());
        assertThat(
                        shrunk(
                                        SchemaArbitraries.values(ParameterType.STRING),
                                        random,
                                        one -> one.text().length() > 3)
                                .text())
                .isEqualTo("aaaa");
        assertThat(
                        shrunk(
                                        SchemaArbitraries.values(ParameterType.UINT64),
                                        random,
                                        one -> one.text().length() > 3)
                                .text())
                .isEqualTo("1000");
    }

    @Example
    void aMachineShrinksToDevicesOfTheFirstKindWithEverythingOn(@ForAll Random random) {
        SimulatedMachine machine =
                shrunk(MachineArbitraries.machines(), random, one -> one.pfs().size() >= 2);
        assertThat(machine.pfs()).extracting(PfDefinition::device).containsExactly("igb0", "igb1");
        assertThat(machine.switches()).isEmpty();
        assertThat(machine.enableAri()).isTrue();
        assertThat(machine.ports()).allMatch(port -> port.ariForwarding() && !port.acs().isEmpty());
    }

    @Example
    void aSwitchShrinksToOneAboveOneDevice(@ForAll Random random) {
        SimulatedMachine machine =
                shrunk(MachineArbitraries.machines(), random, one -> !one.switches().isEmpty());
        assertThat(machine.pfs()).extracting(PfDefinition::device).containsExactly("igb0");
        assertThat(machine.switches()).hasSize(1);
    }
}
