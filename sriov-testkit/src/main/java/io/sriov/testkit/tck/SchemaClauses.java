package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.PfSchema;
import io.sriov.schema.SchemaRules;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.schema.wire.SchemaNvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Chapter 1: the schema.
abstract class SchemaClauses extends OnDriver {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /// What FreeBSD's drivers ix, ixl, ice and igb have by these names.
    private static final Map<String, String> KNOWN_TYPES =
            Map.of(
                    "mac-addr", "unicast-mac",
                    "mac-anti-spoof", "bool",
                    "allow-set-mac", "bool",
                    "allow-promisc", "bool",
                    "vlan", "vlan",
                    "num-queues", "uint16_t");

    private Stream<Parameter> parameters() {
        return Stream.concat(trials.ofPf().stream(), trials.ofVf().stream());
    }

    private int count() {
        return trials.ofPf().size() + trials.ofVf().size();
    }

    @Test
    @Clause(
            id = "1.1",
            rule = "A kernel registers the schema.",
            source = "pci_iov_attach(9), pci_iov_schema(9); sys/dev/pci/pci_iov_schema.c")
    void schemaIsRegistered() {
        var problems = new ArrayList<Diagnostic>();
        for (DeviceKind kind : DeviceKind.values()) {
            problems.addAll(
                    SchemaRules.check(
                            kind,
                            driver.schema().device(kind).parameters(Subsystem.DRIVER),
                            parameter -> Origin.whole(kind + "." + parameter.name())));
        }
        assertThat(problems).as("what breaks a rule of pci_iov_schema(9)").isEmpty();
        assertThat(PluggedHost.refusal(driver)).as("why the kernel does not take it").isEmpty();
        evidence(
                "%d parameters of the PF and %d of VFs were registered"
                        .formatted(trials.ofPf().size(), trials.ofVf().size()));
    }

    @Test
    @Clause(
            id = "1.2",
            rule = "The schema has the parameters of the infrastructure beside the driver's.",
            source = "iovctl.conf(5); pci_iov_build_pf_schema in sys/dev/pci/pci_iov.c")
    void schemaHasTheInfrastructure() {
        for (DeviceKind kind : DeviceKind.values()) {
            assertThat(driver.schema().device(kind).parameters(Subsystem.IOV))
                    .as("the infrastructure's parameters of a %s", kind)
                    .containsExactlyElementsOf(kind.infrastructure());
        }
        evidence("num_vfs, device and passthrough are there; PfSchema.ofDriver adds them");
    }

    @Test
    @Clause(
            id = "1.3",
            rule = "The schema and its configurations come back from packed lists as they were.",
            source = "nv(9); IOV_GET_SCHEMA and IOV_CONFIG in sys/sys/iov.h")
    void packedFormsHoldEverything() {
        PfSchema schema = driver.schema();
        PfSchema unpacked = SchemaNvlist.unpack(SchemaNvlist.pack(schema)).orElseThrow();
        assertThat(unpacked).as("the schema, unpacked").isEqualTo(undescribed(schema));
        List<IovConfig> configs = List.of(trials.full(few(), 0), trials.minimal(few()));
        for (IovConfig config : configs) {
            IovConfig back = ConfigNvlist.unpack(ConfigNvlist.pack(config), schema).orElseThrow();
            assertThat(back.sameEffect(config)).as("%s, unpacked, is the same", config).isTrue();
        }
        evidence("the schema and %d configurations of it".formatted(configs.size()));
    }

    private static PfSchema undescribed(PfSchema schema) {
        return new PfSchema(undescribed(schema.pf()), undescribed(schema.vf()));
    }

    private static DeviceSchema undescribed(DeviceSchema device) {
        return DeviceSchema.of(
                device.parameters(Subsystem.IOV),
                device.parameters(Subsystem.DRIVER).stream()
                        .map(parameter ->
                                Parameter.builder()
                                        .from(parameter)
                                        .description(Optional.empty())
                                        .build())
                        .toList());
    }

    @Test
    @Clause(
            id = "1.4",
            rule = "Every parameter says what it means.",
            source = "pci_iov_schema(9): drivers document their parameters in their manual page")
    void everyParameterIsDescribed() {
        parameters()
                .forEach(parameter -> {
                    String description = parameter.description().orElse("").strip();
                    assertThat(description)
                            .as("the description of '%s'", parameter.name())
                            .isNotEmpty()
                            .doesNotContain("\n");
                    assertThat(description.split("\\s+"))
                            .as("the description of '%s': words", parameter.name())
                            .hasSizeGreaterThan(2);
                });
        evidence("%d parameters are described".formatted(count()));
    }

    @Test
    @Clause(
            id = "1.5",
            rule = "Names are small letters and digits, in words with hyphens between them.",
            source = "ix(4), ixl(4), ice(4): mac-addr, num-queues")
    void namesFollowTheConvention() {
        parameters()
                .forEach(parameter ->
                        assertThat(parameter.name())
                                .as("the name '%s': word, or word-word", parameter.name())
                                .matches(NAME)
                                .hasSizeLessThanOrEqualTo(40));
        evidence("%d names".formatted(count()));
    }

    @Test
    @Clause(
            id = "1.6",
            rule = "What other drivers have by the same name is of the same type.",
            source = "ix(4), ixl(4), ice(4); iovctl.conf(5): one configuration for every vendor")
    void commonParametersHaveTheirTypes() {
        List<Parameter> common =
                trials.ofVf().stream()
                        .filter(p -> KNOWN_TYPES.containsKey(ParameterName.fold(p.name())))
                        .toList();
        for (Parameter parameter : common) {
            assertThat(parameter.typeName())
                    .as("the type of '%s'", parameter.name())
                    .isEqualTo(KNOWN_TYPES.get(ParameterName.fold(parameter.name())));
        }
        evidence("%d such parameters".formatted(common.size()));
    }

    @Test
    @Clause(
            id = "1.7",
            rule = "The schema is the same for the life of the driver, and for the next driver.",
            source = "PfDriver#schema(); pci_iov_attach(9) takes it once")
    void schemaStaysTheSame() throws Exception {
        PfSchema schema = driver.schema();
        IovConfig config = trials.minimal(1);
        driver.init(config);
        assertThat(driver.schema()).as("the schema after init").isEqualTo(schema);
        driver.addVf(0, DriverParameters.of(config.vf(0)));
        assertThat(driver.schema()).as("the schema after addVf").isEqualTo(schema);
        driver.uninit();
        assertThat(driver.schema()).as("the schema after uninit").isEqualTo(schema);
        assertThat(DriverOnDevice.attach(bench).schema())
                .as("the schema of the next driver of this PF")
                .isEqualTo(schema);
        evidence("asked before init, after init, addVf and uninit, and of another driver");
    }

    @Test
    @Clause(
            id = "1.8",
            rule = "What the schema does not require can be left out.",
            source = "pci_iov_schema(9): parameters that are not required may be absent")
    void minimumIsEnough() throws Exception {
        IovConfig config = trials.minimal(most());
        assertThat(errors(config)).as("what check() has against the minimum").isEmpty();
        driver.create(config);
        evidence(
                "%d VFs with nothing but the %d required parameters"
                        .formatted(
                                most(),
                                trials.ofVf().stream().filter(Parameter::required).count()));
    }
}
