package io.sriov.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.MemoryRecordStore;
import io.sriov.pci.PciAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import io.sriov.schema.config.Setting;
import io.sriov.scripted.Configs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PfRecordsTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");

    private final MemoryRecordStore store = new MemoryRecordStore();

    private static PfSnapshot state() {
        return new PfSnapshot(
                2,
                List.of(
                        new VfSnapshot(0, PciAddress.parse("0000:03:10.0"), true, true),
                        new VfSnapshot(1, PciAddress.parse("10000:03:10.2"), false, false)));
    }

    @Test
    void aConfigurationComesBackAsItWasGiven() {
        IovConfig config =
                IovConfig.builder(Configs.SCHEMA, "ix0")
                        .numVfs(2)
                        .pf("LABEL", new ParameterValue.Text("\"\\ \t é \uD83D\uDE00 \u2028"))
                        .defaults("vlan", vlan(4095))
                        .vf(0, "PassThrough", ParameterValue.Bool.TRUE)
                        .vf(0, "vlan", vlan(4096))
                        .vf(1, "weight", new ParameterValue.Uint(-1))
                        .vf(1, "mac-addr", Configs.mac(0x02_56_48_7e_d9_f7L))
                        .build();
        var records = new PfRecords(store, "ix0");

        records.record(Optional.of(new AppliedConfiguration(config, state(), AT)));

        AppliedConfiguration read = new PfRecords(store, "ix0").applied().value().orElseThrow();
        assertThat(read.state()).isEqualTo(state());
        assertThat(read.at()).isEqualTo(AT);
        assertThat(read.config().schema()).isEqualTo(config.schema());
        assertThat(read.config().sameEffect(config)).isTrue();
        assertThat(read.config().pf().given()).isEqualTo(config.pf().given());
        assertThat(read.config().vfs().stream().map(DeviceConfig::given))
                .isEqualTo(config.vfs().stream().map(DeviceConfig::given).toList());
        assertThat(read.config().vf(1).given())
                .extracting(Setting::source)
                .containsExactly(
                        Setting.Source.SECTION,
                        Setting.Source.SECTION,
                        Setting.Source.DEFAULT_SECTION);
    }

    @Test
    void textThatIsNoUtf8ComesBackFromFiles(@TempDir Path directory) {
        IovConfig config =
                IovConfig.builder(Configs.SCHEMA, "ix0")
                        .numVfs(1)
                        .pf("label", new ParameterValue.Text("na\udcefve \udce2\udc82 é😀 \\udcff"))
                        .build();
        var records = new PfRecords(new DirectoryRecordStore(directory), "ix0");

        records.record(Optional.of(new AppliedConfiguration(config, state(), AT)));

        AppliedConfiguration read =
                new PfRecords(new DirectoryRecordStore(directory), "ix0")
                        .applied()
                        .value()
                        .orElseThrow();
        assertThat(read.config().pf().given()).isEqualTo(config.pf().given());
    }

    private static ParameterValue vlan(int number) {
        return new ParameterValue.Vlan(new io.sriov.schema.VlanId(number));
    }

    @Test
    void aSchemaComesBackWithAllItsTypes() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(Parameter.required("n", ParameterType.UINT32)),
                        List.of(
                                Parameter.defaulted(
                                        "s", ParameterType.STRING, new ParameterValue.Text("")),
                                Parameter.defaulted("m", ParameterType.UNICAST_MAC, Configs.mac(0)),
                                Parameter.builder()
                                        .name("d")
                                        .type(ParameterType.UINT64)
                                        .defaultValue(new ParameterValue.Uint(Long.MIN_VALUE))
                                        .description("what it is")
                                        .build()));
        IovConfigBuilder builder =
                IovConfig.builder(schema, "a b").pf("n", new ParameterValue.Uint(7));
        var records = new PfRecords(store, "a b");

        records.record(Optional.of(new AppliedConfiguration(builder.build(), state(), AT)));

        assertThat(records.applied().value().orElseThrow().config().schema()).isEqualTo(schema);
    }

    @Test
    void vfsWithoutSectionsTakeNoRoom() {
        var records = new PfRecords(store, "ix0");
        IovConfig config =
                IovConfig.builder(Configs.SCHEMA, "ix0")
                        .numVfs(65535)
                        .vf(40000, "passthrough", ParameterValue.Bool.TRUE)
                        .build();

        records.record(
                Optional.of(new AppliedConfiguration(config, new PfSnapshot(0, List.of()), AT)));

        assertThat(records.appliedText().orElseThrow().length()).isLessThan(3000);
        IovConfig read = records.applied().value().orElseThrow().config();
        assertThat(read.numVfs()).isEqualTo(65535);
        assertThat(read.passthrough(40000)).isTrue();
        assertThat(read.passthrough(40001)).isFalse();
        assertThat(read.vf(0)).isSameAs(read.vf(39999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ix0", "a b", "_", "..x", "ü", "a_5f", "A", "cxl0.1"})
    void everyDeviceHasEntriesOfItsOwn(String device) {
        var records = new PfRecords(store, device);
        var journal =
                new Journal(
                        device,
                        AT,
                        Journal.Stage.RESTORING,
                        Journal.Owner.TARGET,
                        "about to",
                        false,
                        new PreviousConfiguration.Unknown("who knows"),
                        state());

        records.begin(journal, Optional.empty());

        assertThat(PfRecords.journalled(store)).containsExactly(device);
        assertThat(records.journal().value()).contains(journal);
        assertThat(new PfRecords(store, device + "x").journal()).isInstanceOf(Entry.Absent.class);
        records.end();
        assertThat(store.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"journal-", "journal-_", "journal-ix0_", "journal-_C3_BC", "journal-.x"})
    void entriesThatNoDeviceHasAreNoJournals(String name) {
        store.write(name, "left behind by somebody");

        assertThat(PfRecords.journalled(store)).isEmpty();
    }

    @Test
    void whatANewerVersionWroteIsLeftAlone() {
        store.write(
                "applied-ix0", SealedText.write(json -> json.writeNumberProperty("version", 2)));

        assertThat(new PfRecords(store, "ix0").applied().damage())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("version 2, and this program knows 1"));
    }
}
