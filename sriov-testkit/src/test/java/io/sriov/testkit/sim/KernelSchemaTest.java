package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.RawSchema.NOTHING;
import static io.sriov.testkit.sim.RawSchema.both;
import static io.sriov.testkit.sim.RawSchema.defaulted;
import static io.sriov.testkit.sim.RawSchema.node;
import static io.sriov.testkit.sim.RawSchema.one;
import static io.sriov.testkit.sim.RawSchema.optional;
import static io.sriov.testkit.sim.RawSchema.required;
import static io.sriov.testkit.sim.SimulatedKernelTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a kernel says to the schema that a driver registers: `pci_iov_build_schema` and
/// `pci_iov_validate_schema`, a row for every rule.
class KernelSchemaTest {
    private static final NvValue UINT8_TOO_LARGE = new NvValue.Uint64(256);
    private final SimulatedPfDriver driver = Machines.driver();

    private static SimulatedMachine.Builder machine(SimulatedPfDriver driver) {
        return SimulatedMachine.builder()
                .addPort(Machines.port().build())
                .addPf(Machines.pf(() -> driver).hardware(Machines.model().build()).build());
    }

    /// A kernel in which the driver has not registered yet.
    private SimulatedKernel kernel(SimulatedMachine.Builder machine) {
        SimulatedKernel kernel = new SimulatedKernel(machine.build());
        kernel.detachPf("ix0");
        return kernel;
    }

    private SimulatedKernel kernel() {
        return kernel(machine(driver));
    }

    private static NvValue number(long value) {
        return new NvValue.Uint64(value);
    }

    private static NvValue text(String value) {
        return new NvValue.Text(value);
    }

    private static NvValue mac(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return NvValue.Binary.of(bytes);
    }

    private static Arguments vf(String name, Nvlist vf) {
        return argumentSet(name, NOTHING, vf);
    }

    private static Arguments parameter(String name, NvValue parameter) {
        return vf(name, one("p", parameter));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                vf("nothing", NOTHING),
                parameter("bool", optional("bool")),
                parameter("string", optional("string")),
                parameter("uint8_t", optional("uint8_t")),
                parameter("uint16_t", optional("uint16_t")),
                parameter("uint32_t", optional("uint32_t")),
                parameter("uint64_t", optional("uint64_t")),
                parameter("unicast-mac", optional("unicast-mac")),
                parameter("vlan", optional("vlan")),
                parameter("bool true by default", defaulted("bool", NvValue.Bool.TRUE)),
                parameter("empty string by default", defaulted("string", text(""))),
                parameter("uint8_t 0 by default", defaulted("uint8_t", number(0))),
                parameter("uint8_t 255 by default", defaulted("uint8_t", number(255))),
                parameter("uint16_t 65535 by default", defaulted("uint16_t", number(65535))),
                parameter("uint32_t 2^32-1 by default", defaulted("uint32_t", number(4294967295L))),
                parameter("uint64_t 2^64-1 by default", defaulted("uint64_t", number(-1))),
                parameter("zero MAC by default", defaulted("unicast-mac", mac(0, 0, 0, 0, 0, 0))),
                parameter("MAC fe:… by default", defaulted("unicast-mac", mac(254, 1, 1, 1, 1, 1))),
                parameter("vlan 0 by default", defaulted("vlan", number(0))),
                parameter("vlan 4095 by default", defaulted("vlan", number(4095))),
                parameter("vlan trunk by default", defaulted("vlan", number(4096))),
                parameter("required", required("bool")),
                parameter("required false", node("bool", p -> p.addBool("required", false))),
                parameter(
                        "keys of any case",
                        Packed.list(p -> p.addString("Type", "bool").addBool("DEFAULT", true))),
                parameter(
                        "type behind the default",
                        Packed.list(p -> p.addBool("default", true).addString("type", "bool"))),
                parameter("a key without meaning", node("bool", p -> p.addNumber("x", 1))),
                parameter(
                        "a case-sensitive list with TYPE",
                        Nvlist.builder().addString("TYPE", "bool").build()),
                vf("an empty name", one("", optional("bool"))),
                vf("device of the VF", one("device", optional("bool"))),
                vf("num_vfs of the VF", one("num_vfs", optional("bool"))),
                argumentSet("passthrough of the PF", one("passthrough", optional("bool")), NOTHING),
                argumentSet(
                        "the same name for PF and VF",
                        one("p", optional("bool")),
                        one("p", optional("vlan"))));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void accepts(Nvlist pf, Nvlist vf) {
        SimulatedKernel kernel = kernel();
        kernel.attachPf("ix0", pf, vf);
        Nvlist schema = unpacked(kernel);
        assertThat(list(schema, "PF", "DRIVER")).isEqualTo(pf);
        assertThat(list(schema, "VF", "DRIVER")).isEqualTo(vf);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                parameter("a parameter that is no list", NvValue.Bool.TRUE),
                parameter("no type", NOTHING),
                parameter("a type that is no string", Packed.list(p -> p.addNumber("type", 1))),
                parameter(
                        "a case-sensitive list with type",
                        Nvlist.builder().addString("type", "bool").build()),
                parameter("an unknown type", optional("color")),
                parameter("a type of no name", optional("")),
                parameter("mac-addr for a type", optional("mac-addr")),
                parameter("a type in capitals", optional("BOOL")),
                parameter("a type with one capital", optional("Unicast-mac")),
                parameter("a type with a blank", optional("bool ")),
                parameter("bool 1 by default", defaulted("bool", number(1))),
                parameter("bool as string by default", defaulted("bool", text("true"))),
                parameter("string 5 by default", defaulted("string", number(5))),
                parameter("string null by default", defaulted("string", NvValue.Null.NULL)),
                parameter("uint8_t true by default", defaulted("uint8_t", NvValue.Bool.TRUE)),
                parameter("uint8_t 256 by default", defaulted("uint8_t", UINT8_TOO_LARGE)),
                parameter("uint8_t 2^64-1 by default", defaulted("uint8_t", number(-1))),
                parameter("uint16_t 65536 by default", defaulted("uint16_t", number(65536))),
                parameter("uint32_t 2^32 by default", defaulted("uint32_t", number(1L << 32))),
                parameter("uint64_t as string by default", defaulted("uint64_t", text("1"))),
                parameter("MAC of 5 by default", defaulted("unicast-mac", mac(2, 0, 0, 0, 0))),
                parameter(
                        "MAC of 7 by default", defaulted("unicast-mac", mac(2, 0, 0, 0, 0, 0, 0))),
                parameter(
                        "multicast MAC by default",
                        defaulted("unicast-mac", mac(1, 0, 0x5e, 0, 0, 1))),
                parameter(
                        "MAC as string by default", defaulted("unicast-mac", text("2:0:0:0:0:0"))),
                parameter("vlan 4097 by default", defaulted("vlan", number(4097))),
                parameter("vlan as string by default", defaulted("vlan", text("trunk"))),
                parameter("a list by default", defaulted("bool", NOTHING)),
                parameter(
                        "required and default",
                        node("bool", p -> p.addBool("default", true).addBool("required", true))),
                parameter(
                        "required false and default",
                        node("bool", p -> p.addBool("default", true).addBool("required", false))),
                parameter("required 1", node("bool", p -> p.addNumber("required", 1))),
                parameter("required null", node("bool", p -> p.addNull("required"))),
                vf("passthrough of the VF", one("passthrough", optional("bool"))),
                vf("PassThrough of the VF", one("PassThrough", optional("bool"))),
                argumentSet("num_vfs of the PF", one("num_vfs", optional("uint16_t")), NOTHING),
                argumentSet("device of the PF", one("device", optional("string")), NOTHING),
                argumentSet("DEVICE of the PF", one("DEVICE", optional("string")), NOTHING),
                argumentSet("an unknown type for the PF", one("p", optional("color")), NOTHING),
                vf(
                        "a second parameter that is wrong",
                        Packed.list(list ->
                                list.addNvlist("a", optional("bool"))
                                        .addNvlist("b", optional("color")))));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWithEinval(Nvlist pf, Nvlist vf) {
        refuses(Errno.EINVAL, pf, vf);
    }

    private void refuses(Errno errno, Nvlist pf, Nvlist vf) {
        SimulatedKernel kernel = kernel();
        assertErrno(errno, () -> kernel.attachPf("ix0", pf, vf));
        assertThat(kernel.devices()).isEmpty();
        kernel.attachPf("ix0");
        assertThat(kernel.schema("ix0")).isEqualTo(Machines.SCHEMA);
    }

    static Stream<Arguments> withErrors() {
        NvPair p = NvPair.of("p", optional("bool"));
        Nvlist twice = both(p, p);
        return Stream.of(
                argumentSet("twice for the PF", twice, NOTHING),
                argumentSet("twice for the VF", NOTHING, twice),
                argumentSet(
                        "twice in another case",
                        NOTHING,
                        both(p, NvPair.of("P", required("vlan")))),
                argumentSet("twice, and an unknown type", one("q", optional("color")), twice));
    }

    @ParameterizedTest
    @MethodSource("withErrors")
    void refusesAListThatCarriesAnErrorWithEnomem(Nvlist pf, Nvlist vf) {
        refuses(Errno.ENOMEM, pf, vf);
    }

    private static Arguments whole(String name, Consumer<Nvlist.Builder> schema) {
        return argumentSet(name, Packed.list(schema));
    }

    private static Nvlist device(NvValue driver, NvValue iov) {
        return Packed.list(d -> d.add("DRIVER", driver).add("IOV", iov));
    }

    private static final Nvlist EMPTY_DEVICE = device(NOTHING, NOTHING);

    static Stream<Arguments> brokenByNoDriver() {
        return Stream.of(
                whole("no PF", all -> all.addNvlist("VF", EMPTY_DEVICE)),
                whole("no VF", all -> all.addNvlist("PF", EMPTY_DEVICE)),
                whole("PF no list", all -> all.addNumber("PF", 1).addNvlist("VF", EMPTY_DEVICE)),
                whole("VF no list", all -> all.addNvlist("PF", EMPTY_DEVICE).addNull("VF")),
                whole("pf", all -> all.addNvlist("pf", EMPTY_DEVICE).addNvlist("VF", EMPTY_DEVICE)),
                whole("Vf", all -> all.addNvlist("PF", EMPTY_DEVICE).addNvlist("Vf", EMPTY_DEVICE)),
                whole(
                        "a third device",
                        all ->
                                all.addNvlist("PF", EMPTY_DEVICE)
                                        .addNvlist("VF", EMPTY_DEVICE)
                                        .addNvlist("SF", EMPTY_DEVICE)),
                pf("no IOV", Packed.list(d -> d.addNvlist("DRIVER", NOTHING))),
                pf("no DRIVER", Packed.list(d -> d.addNvlist("IOV", NOTHING))),
                pf("IOV no list", device(NOTHING, number(1))),
                pf("DRIVER no list", device(text(""), NOTHING)),
                pf(
                        "iov",
                        Packed.list(d -> d.addNvlist("DRIVER", NOTHING).addNvlist("iov", NOTHING))),
                pf(
                        "Driver",
                        Packed.list(d -> d.addNvlist("Driver", NOTHING).addNvlist("IOV", NOTHING))),
                pf(
                        "a third subsystem",
                        Packed.list(d ->
                                d.addNvlist("DRIVER", NOTHING)
                                        .addNvlist("IOV", NOTHING)
                                        .addNull("OTHER"))),
                pf("an IOV parameter that is no list", device(NOTHING, one("p", number(1)))),
                pf("an IOV parameter of no type", device(NOTHING, one("p", NOTHING))),
                pf("a collision", device(one("P", optional("bool")), one("p", optional("bool")))),
                vfDevice("no IOV of the VF", Packed.list(d -> d.addNvlist("DRIVER", NOTHING))),
                vfDevice("no DRIVER of the VF", Packed.list(d -> d.addNvlist("IOV", NOTHING))),
                vfDevice(
                        "a third subsystem of the VF",
                        Packed.list(d ->
                                d.addNvlist("DRIVER", NOTHING)
                                        .addNvlist("IOV", NOTHING)
                                        .addNvlist("IOV2", NOTHING))),
                vfDevice("a type unknown in IOV", device(NOTHING, one("p", optional("color")))));
    }

    private static Arguments pf(String name, Nvlist device) {
        return whole(name, all -> all.addNvlist("PF", device).addNvlist("VF", EMPTY_DEVICE));
    }

    private static Arguments vfDevice(String name, Nvlist device) {
        return whole(name, all -> all.addNvlist("PF", EMPTY_DEVICE).addNvlist("VF", device));
    }

    @ParameterizedTest
    @MethodSource("brokenByNoDriver")
    void refusesWhatNoDriverCanRegister(Nvlist schema) {
        assertThatExceptionOfType(KernelError.class)
                .isThrownBy(() -> KernelSchemaRules.validate(schema, RawSchema.types()))
                .extracting(KernelError::errno)
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void theInfrastructuresParametersAreTheKernelsOwn() {
        Nvlist leastSchema =
                Packed.list(all -> all.addNvlist("VF", EMPTY_DEVICE).addNvlist("PF", EMPTY_DEVICE));
        assertThatCode(() -> KernelSchemaRules.validate(leastSchema, RawSchema.types()))
                .as("the rules do not ask for them, nor for an order")
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> twoBreaches() {
        Nvlist unknown = one("u", optional("color"));
        Nvlist number = one("n", number(1));
        return Stream.of(
                argumentSet("PF before VF", device(unknown, NOTHING), device(number, NOTHING), "u"),
                argumentSet("IOV before DRIVER", device(unknown, number), EMPTY_DEVICE, "PF.IOV.n"),
                argumentSet(
                        "DRIVER before collisions",
                        device(
                                Packed.list(l ->
                                        l.addNvlist("p", optional("bool"))
                                                .addNvlist("u", optional("color"))),
                                one("p", optional("bool"))),
                        EMPTY_DEVICE,
                        "PF.DRIVER.u"),
                argumentSet(
                        "collisions before further subsystems",
                        Packed.list(d ->
                                d.addNull("X")
                                        .addNvlist("DRIVER", one("p", optional("bool")))
                                        .addNvlist("IOV", one("p", optional("bool")))),
                        EMPTY_DEVICE,
                        "already"),
                argumentSet(
                        "further subsystems before VF",
                        Packed.list(d ->
                                d.addNull("X")
                                        .addNvlist("DRIVER", NOTHING)
                                        .addNvlist("IOV", NOTHING)),
                        device(unknown, NOTHING),
                        "'X'"),
                argumentSet(
                        "type before default",
                        device(one("d", defaulted("color", number(1))), NOTHING),
                        EMPTY_DEVICE,
                        "unknown type 'color'"),
                argumentSet(
                        "default before required",
                        device(
                                one(
                                        "d",
                                        node(
                                                "bool",
                                                p -> p.addNull("default").addNull("required"))),
                                NOTHING),
                        EMPTY_DEVICE,
                        "default of PF.DRIVER.d"),
                argumentSet(
                        "default with required before required's form",
                        device(
                                one(
                                        "d",
                                        node(
                                                "bool",
                                                p ->
                                                        p.addBool("default", true)
                                                                .addNull("required"))),
                                NOTHING),
                        EMPTY_DEVICE,
                        "both"));
    }

    @ParameterizedTest
    @MethodSource("twoBreaches")
    void namesTheBreachThatIsFoundFirst(Nvlist pf, Nvlist vf, String first) {
        Nvlist schema = Packed.list(all -> all.addNvlist("VF", vf).addNvlist("PF", pf));
        assertThatThrownBy(() -> KernelSchemaRules.validate(schema, RawSchema.types()))
                .isInstanceOf(KernelError.class)
                .hasMessageContaining(first);
    }

    @Test
    void theDeviceIsLookedAtBeforeTheSchema() {
        Nvlist unknown = one("p", optional("color"));
        SimulatedKernel attached = new SimulatedKernel(machine(driver).build());
        assertErrno(Errno.EBUSY, () -> attached.attachPf("ix0", NOTHING, unknown));
        SimulatedKernel otherVersion =
                new SimulatedKernel(
                        Machines.machine(
                                Machines.port().build(),
                                Machines.model().sriovVersion(2).build(),
                                driver));
        assertErrno(Errno.ENXIO, () -> otherVersion.attachPf("ix0", NOTHING, unknown));
        assertErrno(Errno.ENOENT, () -> attached.attachPf("ix7", NOTHING, unknown));
    }

    private static Nvlist unpacked(SimulatedKernel kernel) {
        try {
            return NvlistUnpacker.unpack(kernel.packedSchema("ix0"), NvFlag.IGNORE_CASE);
        } catch (NvlistFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static Nvlist list(Nvlist schema, String device, String subsystem) {
        return schema.nvlist(device).orElseThrow().nvlist(subsystem).orElseThrow();
    }

    @Test
    void theSchemaIsPutTogetherInTheKernelsOrder() {
        SimulatedKernel kernel = kernel();
        kernel.attachPf("ix0", NOTHING, ManualPageExample.VF_SCHEMA);
        assertThat(unpacked(kernel))
                .isEqualTo(
                        Packed.list(all ->
                                all.addNvlist(
                                                "PF",
                                                device(
                                                        NOTHING,
                                                        Packed.list(iov ->
                                                                iov.addNvlist(
                                                                                "num_vfs",
                                                                                required(
                                                                                        "uint16_t"))
                                                                        .addNvlist(
                                                                                "device",
                                                                                required(
                                                                                        "string")))))
                                        .addNvlist(
                                                "VF",
                                                device(
                                                        ManualPageExample.VF_SCHEMA,
                                                        one(
                                                                "passthrough",
                                                                defaulted(
                                                                        "bool",
                                                                        NvValue.Bool.FALSE))))));
        assertThat(kernel.packedSchema("ix0")).as("what libnv packs").hasSize(1393);
    }

    @Test
    void aDriversOwnSchemaIsRegisteredTheSameWay() {
        SimulatedKernel kernel = new SimulatedKernel(machine(driver).build());
        byte[] own = kernel.packedSchema("ix0");
        kernel.detachPf("ix0");
        assertErrno(Errno.ENOENT, () -> kernel.packedSchema("ix0"));
        kernel.attachPf(
                "ix0",
                NOTHING,
                Packed.list(list ->
                        list.addNvlist("mac-addr", optional("unicast-mac"))
                                .addNvlist("mac-anti-spoof", defaulted("bool", NvValue.Bool.TRUE))
                                .addNvlist("queues", optional("uint8_t"))
                                .addNvlist("vlan", optional("vlan"))
                                .addNvlist("label", optional("string"))));
        assertThat(kernel.packedSchema("ix0")).isEqualTo(own);
        assertThat(kernel.schema("ix0")).isEqualTo(Machines.SCHEMA);
    }

    @Test
    void aDriverWithASchemaThatIsNotValidGetsNoNode() {
        DeviceSchema colored =
                DeviceSchema.of(
                        List.of(),
                        List.of(Parameter.builder().name("c").typeName("color").build()));
        PfSchema schema = new PfSchema(DeviceSchema.of(List.of(), List.of()), colored);
        SimulatedKernel kernel = new SimulatedKernel(machine(SimulatedPfDriver.of(schema)).build());
        assertThat(kernel.devices()).isEmpty();
        assertThat(kernel.consoleLines())
                .containsExactly(
                        "ix0: SR-IOV is not available: EINVAL, VF.DRIVER.c has unknown type 'color'");
        assertErrno(Errno.EINVAL, () -> kernel.attachPf("ix0"));
    }

    @Test
    void aKernelBefore2024DoesNotKnowVlan() {
        SimulatedKernel old = kernel(machine(driver).knowsVlan(true));
        old.attachPf("ix0", NOTHING, one("vlan", optional("vlan")));
        SimulatedKernel older = new SimulatedKernel(machine(driver).knowsVlan(false).build());
        assertThat(older.devices()).isEmpty();
        assertErrno(Errno.EINVAL, () -> older.attachPf("ix0", NOTHING, one("v", optional("vlan"))));
        older.attachPf("ix0", NOTHING, one("vlan", optional("uint16_t")));
        assertThat(older.devices()).containsExactly("ix0");
    }

    private static final Map<String, NvType> FURTHER =
            Map.of("speed", NvType.NUMBER, "key", NvType.BINARY, "acl", NvType.STRING_ARRAY);

    static Stream<Arguments> ofFurtherTypes() {
        return Stream.of(
                argumentSet("optional", optional("speed"), true),
                argumentSet("any number", defaulted("speed", number(-1)), true),
                argumentSet("any bytes", defaulted("key", mac(1)), true),
                argumentSet(
                        "an array",
                        defaulted("acl", new NvValue.TextArray(List.of("a", "b"))),
                        true),
                argumentSet("of another form", defaulted("speed", text("1")), false),
                argumentSet("in capitals", optional("Speed"), false),
                argumentSet("a type that is not further", optional("color"), false));
    }

    @ParameterizedTest
    @MethodSource("ofFurtherTypes")
    void aKernelOfTheFutureKnowsFurtherTypes(Nvlist parameter, boolean valid) {
        SimulatedKernel kernel = kernel(machine(driver).furtherTypes(FURTHER));
        Nvlist vf = one("p", parameter);
        if (valid) {
            kernel.attachPf("ix0", NOTHING, vf);
            Parameter read = kernel.schema("ix0").vf().find("p").orElseThrow();
            assertThat(read.type()).isEmpty();
            assertThat(read.typeName()).isEqualTo(parameter.string("type").orElseThrow());
        } else {
            assertErrno(Errno.EINVAL, () -> kernel.attachPf("ix0", NOTHING, vf));
        }
        assertErrno(Errno.EINVAL, () -> kernel().attachPf("ix0", NOTHING, vf));
    }

    @Test
    void furtherTypesAreNoneThatThisSdkKnowsOrNvlistsCannotHold() {
        for (ParameterType type : ParameterType.values()) {
            SimulatedMachine.Builder machine =
                    machine(driver).putFurtherType(type.typeName(), NvType.NUMBER);
            assertThatIllegalArgumentException()
                    .isThrownBy(machine::build)
                    .withMessage(type.typeName() + " is no further type");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(machine(driver).putFurtherType("fd", NvType.DESCRIPTOR)::build)
                .withMessageContaining("DESCRIPTOR values cannot be packed");
    }

    @Test
    void aDefaultOfAFurtherTypeIsReadByItsForm() {
        SimulatedKernel kernel = kernel(machine(driver).furtherTypes(FURTHER));
        kernel.attachPf("ix0", NOTHING, one("p", defaulted("speed", number(9))));
        assertThat(kernel.schema("ix0").vf().find("p").flatMap(Parameter::defaultValue))
                .contains(new ParameterValue.Uint(9));
    }

    @Test
    void aSchemaThatThisSdkCannotReadIsEinval() {
        SimulatedKernel kernel = kernel();
        kernel.attachPf(
                "ix0", NOTHING, one("p", Nvlist.builder().addString("TYPE", "bool").build()));
        assertThatThrownBy(() -> kernel.schema("ix0"))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                .hasMessageContaining("its schema cannot be read: ")
                .hasMessageContaining("'p' has no type");
    }
}
