package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.RawSchema.NOTHING;
import static io.sriov.testkit.sim.RawSchema.defaulted;
import static io.sriov.testkit.sim.RawSchema.one;
import static io.sriov.testkit.sim.RawSchema.optional;
import static io.sriov.testkit.sim.RawSchema.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.sriov.driver.DriverParameters;
import io.sriov.host.Errno;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a kernel says to a packed configuration and makes of it: `nvlist_unpack` and
/// `pci_iov_schema_validate_config`, a row for every rule.
class KernelConfigTest {
    /// A parameter of every type for a VF; one required and one with a default in each place.
    private static final KernelSchema SCHEMA =
            schema(
                    Packed.list(pf ->
                            pf.addNvlist("mode", required("string"))
                                    .addNvlist(
                                            "depth", defaulted("uint8_t", new NvValue.Uint64(7)))),
                    Packed.list(vf ->
                            vf.addNvlist("flag", optional("bool"))
                                    .addNvlist("label", optional("string"))
                                    .addNvlist("u8", optional("uint8_t"))
                                    .addNvlist("u16", optional("uint16_t"))
                                    .addNvlist("u32", optional("uint32_t"))
                                    .addNvlist("u64", optional("uint64_t"))
                                    .addNvlist("mac", optional("unicast-mac"))
                                    .addNvlist("vlan", optional("vlan"))
                                    .addNvlist("key", required("uint8_t"))
                                    .addNvlist("Trust", defaulted("bool", NvValue.Bool.FALSE))));

    private static KernelSchema schema(Nvlist pf, Nvlist vf) {
        try {
            return KernelSchema.of(pf, vf, RawSchema.types());
        } catch (KernelError e) {
            throw new AssertionError(e);
        }
    }

    private static KernelConfig validate(byte[] packed) {
        try {
            return KernelConfig.validate(SCHEMA, packed);
        } catch (KernelError e) {
            throw new AssertionError(e);
        }
    }

    private static final Consumer<Nvlist.Builder> MODE = driver -> driver.addString("mode", "");
    private static final Consumer<Nvlist.Builder> KEY = driver -> driver.addNumber("key", 1);

    private static Consumer<Nvlist.Builder> iov(long numVfs) {
        return iov -> iov.addNumber("num_vfs", numVfs).addString("device", "ix0");
    }

    /// A configuration with all that is required.
    private static Packed valid(int numVfs) {
        Packed packed = new Packed().pf(iov(numVfs), MODE);
        for (int i = 0; i < numVfs; i++) {
            packed.vf(i, _ -> {}, KEY);
        }
        return packed;
    }

    private static Packed vf0(Consumer<Nvlist.Builder> driver) {
        return valid(1).vf(0, _ -> {}, KEY.andThen(driver));
    }

    private static Packed vf0Iov(Consumer<Nvlist.Builder> iov) {
        return valid(1).vf(0, iov, KEY);
    }

    private static final Nvlist VF = Packed.device(_ -> {}, KEY);

    private static Packed named(String name) {
        return valid(1).without("VF-0").put(name, VF);
    }

    private static Packed also(String name) {
        return valid(1).put(name, VF);
    }

    private static Packed vf0Device(Consumer<Nvlist.Builder> device) {
        return valid(1).put("VF-0", Packed.list(device));
    }

    /// VF-0 with lists that differ by case, as their flags may say in spite of the whole list's.
    private static Packed caseSensitive(
            Consumer<Nvlist.Builder> iov, Consumer<Nvlist.Builder> driver) {
        return valid(1).put(
                        "VF-0",
                        sensitive(d ->
                                d.addNvlist("DRIVER", sensitive(driver))
                                        .addNvlist("IOV", sensitive(iov))));
    }

    private static Nvlist sensitive(Consumer<Nvlist.Builder> content) {
        Nvlist.Builder list = Nvlist.builder();
        content.accept(list);
        return list.build();
    }

    private static Arguments value(String name, String parameter, NvValue value) {
        return argumentSet(name, vf0(driver -> driver.add(parameter, value)));
    }

    private static NvValue number(long value) {
        return new NvValue.Uint64(value);
    }

    private static NvValue text(String value) {
        return new NvValue.Text(value);
    }

    private static NvValue bytes(int first, int size) {
        byte[] bytes = new byte[size];
        bytes[0] = (byte) first;
        return NvValue.Binary.of(bytes);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                argumentSet("one VF", valid(1)),
                argumentSet("no VF", valid(0)),
                argumentSet("11 VFs", valid(11)),
                argumentSet(
                        "VFs before the PF and in no order",
                        valid(2).without("PF").without("VF-0").put("VF-0", VF).pf(iov(2), MODE)),
                argumentSet(
                        "IOV before DRIVER",
                        vf0Device(d ->
                                d.addNvlist("IOV", NOTHING).addNvlist("DRIVER", Packed.list(KEY)))),
                argumentSet("vf-0", named("vf-0")),
                argumentSet("Vf-0", named("Vf-0")),
                argumentSet("pf", valid(1).without("PF").put("pf", Packed.device(iov(1), MODE))),
                argumentSet("vf-10", valid(11).without("VF-10").put("vf-10", VF)),
                argumentSet(
                        "iov and Driver",
                        vf0Device(d ->
                                d.addNvlist("Driver", Packed.list(KEY)).addNvlist("iov", NOTHING))),
                argumentSet(
                        "NUM_VFS and Device",
                        new Packed()
                                .pf(i -> i.addNumber("NUM_VFS", 0).addString("Device", ""), MODE)),
                argumentSet(
                        "a device that is not this one",
                        new Packed()
                                .pf(
                                        i -> i.addNumber("num_vfs", 0).addString("device", "../x"),
                                        MODE)),
                argumentSet("passthrough", vf0Iov(i -> i.addBool("passthrough", true))),
                argumentSet("PassThrough", vf0Iov(i -> i.addBool("PassThrough", true))),
                argumentSet("MODE", valid(0).pf(iov(0), d -> d.addString("MODE", "x"))),
                argumentSet(
                        "Depth", valid(0).pf(iov(0), MODE.andThen(d -> d.addNumber("Depth", 0)))),
                value("bool", "flag", NvValue.Bool.FALSE),
                value("empty string", "label", text("")),
                value("string", "label", text("x")),
                value("uint8_t 0", "u8", number(0)),
                value("uint8_t 255", "u8", number(255)),
                value("uint16_t 65535", "u16", number(65535)),
                value("uint32_t 2^32-1", "u32", number(0xffff_ffffL)),
                value("uint64_t 2^63", "u64", number(Long.MIN_VALUE)),
                value("uint64_t 2^64-1", "u64", number(-1)),
                value("zero MAC", "mac", bytes(0, 6)),
                value("MAC fe:…", "mac", bytes(0xfe, 6)),
                value("vlan 0", "vlan", number(0)),
                value("vlan 4095", "vlan", number(4095)),
                value("vlan trunk", "vlan", number(4096)),
                value("a name in another case", "FLAG", NvValue.Bool.TRUE),
                value("a default overridden", "trust", NvValue.Bool.TRUE),
                argumentSet("lists that differ by case", caseSensitive(_ -> {}, KEY)),
                argumentSet(
                        "other subsystems where these differ by case",
                        valid(1).put(
                                        "VF-0",
                                        sensitive(d ->
                                                d.addNull("iov")
                                                        .addNvlist("IOV", NOTHING)
                                                        .addNvlist("DRIVER", Packed.list(KEY))))),
                argumentSet(
                        "a name twice where it differs by case",
                        caseSensitive(_ -> {}, d -> d.addNumber("KEY", 2).addNumber("key", 1))),
                argumentSet(
                        "another form first where a name may stand twice",
                        valid(1).put(
                                        "VF-0",
                                        Packed.list(d ->
                                                d.addNvlist(
                                                                "DRIVER",
                                                                RawSchema.both(
                                                                        NvPair.of("key", text("1")),
                                                                        NvPair.of(
                                                                                "key", number(1))))
                                                        .addNvlist("IOV", NOTHING)))));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void accepts(Packed packed) {
        KernelConfig config = validate(packed.bytes());
        assertThat(config.vfs()).hasSize(config.numVfs());
    }

    static Stream<Arguments> invalid() {
        Consumer<Nvlist.Builder> device = iov -> iov.addString("device", "ix0");
        return Stream.of(
                argumentSet("nothing", new Packed()),
                argumentSet("no PF", valid(1).without("PF")),
                argumentSet("PF no list", valid(1).put("PF", number(1))),
                argumentSet("no VF-0", valid(1).without("VF-0")),
                argumentSet("no VF-1 of 2", valid(2).without("VF-1")),
                argumentSet("VF-0 no list", valid(1).put("VF-0", NvValue.Null.NULL)),
                argumentSet("VF-1 of 1", also("VF-1")),
                argumentSet("VF-0 of 0", valid(0).put("VF-0", VF)),
                argumentSet("VF-00", also("VF-00")),
                argumentSet("VF-00 alone", named("VF-00")),
                argumentSet("VF-01", valid(2).put("VF-01", VF)),
                argumentSet("VF-", also("VF-")),
                argumentSet("VF", also("VF")),
                argumentSet("VF0", also("VF0")),
                argumentSet("VF-+1", valid(2).put("VF-+1", VF)),
                argumentSet("VF--1", valid(2).put("VF--1", VF)),
                argumentSet("VF- 1", valid(2).put("VF- 1", VF)),
                argumentSet("VF-1 with a blank behind", valid(2).put("VF-1 ", VF)),
                argumentSet("VF-0 with a blank before", also(" VF-0")),
                argumentSet("VF-1a", valid(2).put("VF-1a", VF)),
                argumentSet("VF-0x1", valid(2).put("VF-0x1", VF)),
                argumentSet("VF-١ (an Arabic digit)", valid(2).put("VF-\u0661", VF)),
                argumentSet("VF-65536", also("VF-65536")),
                argumentSet("VF-4294967296", also("VF-4294967296")),
                argumentSet("VF-18446744073709551616", also("VF-18446744073709551616")),
                argumentSet("VF- and 40 digits", also("VF-" + "1".repeat(40))),
                argumentSet("PF0", also("PF0")),
                argumentSet("DEFAULT", also("DEFAULT")),
                argumentSet("a name of nothing", also("")),
                argumentSet("a number beside the devices", valid(1).put("X", number(1))),
                argumentSet("no IOV", vf0Device(d -> d.addNvlist("DRIVER", Packed.list(KEY)))),
                argumentSet("no DRIVER", vf0Device(d -> d.addNvlist("IOV", NOTHING))),
                argumentSet(
                        "IOV no list",
                        vf0Device(
                                d -> d.addNvlist("DRIVER", Packed.list(KEY)).addNumber("IOV", 1))),
                argumentSet(
                        "DRIVER no list",
                        vf0Device(d -> d.addNull("DRIVER").addNvlist("IOV", NOTHING))),
                argumentSet(
                        "no IOV for the PF", valid(0).put("PF", one("DRIVER", Packed.list(MODE)))),
                argumentSet(
                        "no DRIVER for the PF",
                        valid(0).put("PF", one("IOV", Packed.list(iov(0))))),
                argumentSet(
                        "a third subsystem",
                        vf0Device(d ->
                                d.addNvlist("DRIVER", Packed.list(KEY))
                                        .addNvlist("IOV", NOTHING)
                                        .addNvlist("OTHER", NOTHING))),
                argumentSet(
                        "a third subsystem for the PF",
                        valid(0).put(
                                        "PF",
                                        Packed.list(d ->
                                                d.addNvlist("DRIVER", Packed.list(MODE))
                                                        .addNull("")
                                                        .addNvlist("IOV", Packed.list(iov(0)))))),
                argumentSet("no num_vfs", valid(0).pf(device, MODE)),
                argumentSet("no device", valid(0).pf(i -> i.addNumber("num_vfs", 0), MODE)),
                argumentSet("num_vfs 65536", valid(0).pf(iov(65536), MODE)),
                argumentSet("num_vfs 2^64-1", valid(0).pf(iov(-1), MODE)),
                argumentSet(
                        "num_vfs a string",
                        valid(0).pf(device.andThen(i -> i.addString("num_vfs", "0")), MODE)),
                argumentSet(
                        "device a number",
                        valid(0).pf(i -> i.addNumber("num_vfs", 0).addNumber("device", 5), MODE)),
                argumentSet("a required parameter of the PF missing", valid(0).pf(iov(0), _ -> {})),
                argumentSet(
                        "a required parameter of the VF missing", valid(1).vf(0, _ -> {}, _ -> {})),
                argumentSet("passthrough a number", vf0Iov(i -> i.addNumber("passthrough", 1))),
                argumentSet("passthrough null", vf0Iov(i -> i.addNull("passthrough"))),
                argumentSet("a driver's parameter in IOV", vf0Iov(i -> i.addBool("flag", true))),
                argumentSet("num_vfs of a VF", vf0Iov(i -> i.addNumber("num_vfs", 1))),
                argumentSet("passthrough in DRIVER", vf0(d -> d.addBool("passthrough", true))),
                argumentSet("an unknown parameter", vf0(d -> d.addBool("flags", true))),
                argumentSet("an unknown parameter that is null", vf0(d -> d.addNull("x"))),
                argumentSet(
                        "an unknown parameter of the PF",
                        valid(0).pf(iov(0), MODE.andThen(d -> d.addBool("flag", true)))),
                argumentSet(
                        "an unknown IOV parameter of the PF",
                        valid(0).pf(iov(0).andThen(d -> d.addBool("passthrough", true)), MODE)),
                value("bool 1", "flag", number(1)),
                value("bool as string", "flag", text("true")),
                value("string 5", "label", number(5)),
                value("string true", "label", NvValue.Bool.TRUE),
                value("uint8_t 256", "u8", number(256)),
                value("uint8_t 2^63", "u8", number(Long.MIN_VALUE)),
                value("uint8_t true", "u8", NvValue.Bool.TRUE),
                value("uint16_t 65536", "u16", number(65536)),
                value("uint32_t 2^32", "u32", number(1L << 32)),
                value("uint64_t as string", "u64", text("1")),
                value("uint64_t as array", "u64", NvValue.NumberArray.of(1)),
                value("MAC of 5", "mac", bytes(2, 5)),
                value("MAC of 7", "mac", bytes(2, 7)),
                value("multicast MAC", "mac", bytes(1, 6)),
                value("broadcast bit among others", "mac", bytes(0xff, 6)),
                value("MAC as string", "mac", text("02:00:00:00:00:00")),
                value("MAC as number", "mac", number(0)),
                value("vlan 4097", "vlan", number(4097)),
                value("vlan 65536", "vlan", number(65536)),
                value("vlan as string", "vlan", text("trunk")),
                value("a list for a value", "flag", NOTHING),
                value("a default overridden wrongly", "Trust", number(0)),
                argumentSet(
                        "KEY where names differ by case",
                        caseSensitive(_ -> {}, d -> d.addNumber("KEY", 1))),
                argumentSet(
                        "iov where names differ by case",
                        valid(1).put(
                                        "VF-0",
                                        sensitive(d ->
                                                d.addNvlist("iov", NOTHING)
                                                        .addNvlist("DRIVER", Packed.list(KEY))))),
                argumentSet(
                        "driver where names differ by case",
                        valid(1).put(
                                        "VF-0",
                                        sensitive(d ->
                                                d.addNvlist("IOV", NOTHING)
                                                        .addNvlist("driver", Packed.list(KEY))))),
                argumentSet(
                        "NUM_VFS where names differ by case",
                        valid(0).put(
                                        "PF",
                                        Packed.list(d ->
                                                d.addNvlist("DRIVER", Packed.list(MODE))
                                                        .addNvlist(
                                                                "IOV",
                                                                sensitive(i ->
                                                                        i.addNumber("NUM_VFS", 0)
                                                                                .addString(
                                                                                        "device",
                                                                                        "")))))),
                argumentSet(
                        "a wrong value among two that differ by case",
                        caseSensitive(_ -> {}, d -> d.addNumber("KEY", 256).addNumber("key", 1))));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWithEinval(Packed packed) {
        refuses(packed.bytes());
    }

    private static void refuses(byte[] packed) {
        assertThatExceptionOfType(KernelError.class)
                .isThrownBy(() -> KernelConfig.validate(SCHEMA, packed))
                .extracting(KernelError::errno)
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void bytesThatAreNoListIgnoringCaseAreEinval() {
        refuses(new byte[0]);
        refuses(new byte[] {0x6c, 0});
        byte[] sound = valid(1).bytes();
        validate(sound);
        refuses(Arrays.copyOf(sound, sound.length - 30));
        refuses(Arrays.copyOf(sound, sound.length + 1));
        Nvlist.Builder none = Nvlist.builder();
        Nvlist.Builder twice = Nvlist.builder(NvFlag.IGNORE_CASE, NvFlag.NO_UNIQUE);
        for (NvPair pair : validate(sound).list().pairs()) {
            none.add(pair);
            twice.add(pair);
        }
        refuses(NvlistPacker.pack(none.build()));
        refuses(NvlistPacker.pack(twice.build()));
    }

    static Stream<Arguments> twoBreaches() {
        Consumer<Nvlist.Builder> unknown = list -> list.addNull("u");
        return Stream.of(
                argumentSet(
                        "PF before VFs",
                        valid(1).pf(iov(1), unknown).vf(0, unknown, KEY),
                        "PF lacks the required 'mode'"),
                argumentSet("IOV before DRIVER", valid(1).put("PF", NOTHING), "list IOV for PF"),
                argumentSet(
                        "required in IOV before required in DRIVER",
                        valid(1).pf(_ -> {}, _ -> {}),
                        "PF lacks the required 'num_vfs'"),
                argumentSet(
                        "required in DRIVER before unknown in IOV",
                        valid(1).vf(0, unknown, _ -> {}),
                        "VF-0 lacks the required 'key'"),
                argumentSet(
                        "unknown in IOV before unknown in DRIVER",
                        valid(1).vf(
                                        0,
                                        list -> list.addNull("i"),
                                        KEY.andThen(list -> list.addNull("d"))),
                        "VF-0 has an unknown 'i'"),
                argumentSet(
                        "VF-0 before VF-1",
                        valid(2).without("VF-0").without("VF-1"),
                        "no list VF-0 for VF-0"),
                argumentSet(
                        "values before names",
                        valid(1).put("X", NOTHING).vf(0, unknown, KEY),
                        "VF-0 has an unknown 'u'"),
                argumentSet(
                        "names before subsystems",
                        vf0Device(d ->
                                        d.addNvlist("IOV", NOTHING)
                                                .addNvlist("DRIVER", Packed.list(KEY))
                                                .addNull("OTHER"))
                                .put("X", NOTHING),
                        "'X' is neither PF nor a VF below num_vfs=1"));
    }

    @ParameterizedTest
    @MethodSource("twoBreaches")
    void namesTheBreachThatIsFoundFirst(Packed packed, String first) {
        assertThatThrownBy(() -> KernelConfig.validate(SCHEMA, packed.bytes()))
                .isInstanceOf(KernelError.class)
                .hasMessageContaining(first);
    }

    @Test
    void theManualPagesExampleHasTheSizesThatLibnvGives() throws KernelError {
        KernelSchema ix = schema(NOTHING, ManualPageExample.VF_SCHEMA);
        byte[] packed = ManualPageExample.config();
        assertThat(packed).hasSize(1004);
        KernelConfig config = KernelConfig.validate(ix, packed);
        assertThat(NvlistPacker.pack(config.list())).hasSize(1377);
        assertThat(config.vfs())
                .extracting(KernelConfig.Vf::passthrough)
                .containsExactly(false, true, true);
        assertThat(config.vfs().getFirst().driver().mac("mac-addr").orElseThrow().octets())
                .isEqualTo(ManualPageExample.MAC);
    }

    private static Nvlist both(Nvlist iov, Nvlist driver) {
        return Packed.list(d -> d.addNvlist("IOV", iov).addNvlist("DRIVER", driver));
    }

    @Test
    void defaultsStandBehindWhatWasGivenAndDriverBehindIov() {
        byte[] packed =
                valid(2).without("PF")
                        .without("VF-0")
                        .put(
                                "vf-0",
                                Packed.device(
                                        _ -> {}, d -> d.addBool("TRUST", true).addNumber("Key", 3)))
                        .pf(iov(2), d -> d.addNumber("depth", 9).addString("MODE", "m"))
                        .bytes();
        Nvlist noPassthrough = one("passthrough", NvValue.Bool.FALSE);
        assertThat(validate(packed).list())
                .isEqualTo(
                        Packed.list(all ->
                                all.addNvlist(
                                                "PF",
                                                both(
                                                        Packed.list(iov(2)),
                                                        Packed.list(d ->
                                                                d.addNumber("depth", 9)
                                                                        .addString("MODE", "m"))))
                                        .addNvlist(
                                                "VF-0",
                                                both(
                                                        noPassthrough,
                                                        Packed.list(d ->
                                                                d.addBool("TRUST", true)
                                                                        .addNumber("Key", 3))))
                                        .addNvlist(
                                                "VF-1",
                                                both(
                                                        noPassthrough,
                                                        Packed.list(
                                                                KEY.andThen(d ->
                                                                        d.addBool(
                                                                                "Trust",
                                                                                false)))))));
    }

    @Test
    void whereNamesDifferByCaseADefaultJoinsAValueThatIsNotFound() {
        KernelConfig config =
                validate(
                        caseSensitive(
                                        iov -> iov.addBool("PASSTHROUGH", true),
                                        KEY.andThen(d ->
                                                d.addBool("TRUST", true)
                                                        .addNumber("U8", 4)
                                                        .addNumber("u16", 5)))
                                .bytes());
        KernelConfig.Vf vf = config.vfs().getFirst();
        assertThat(vf.passthrough()).as("the kernel looks for 'passthrough'").isFalse();
        assertThat(vf.driver().values())
                .as("a driver looks for names as it spelled them")
                .containsExactly(
                        Map.entry("key", new ParameterValue.Uint(1)),
                        Map.entry("trust", ParameterValue.Bool.FALSE),
                        Map.entry("u16", new ParameterValue.Uint(5)));
    }

    /// Of two lists IOV the kernel checks the first, puts it back behind the second, and from then
    /// on finds that one.
    @Test
    void ofTwoListsIovTheOneThatWasNotCheckedCounts() {
        Packed three = twice(iov -> iov.addNumber("num_vfs", 65536 + 1));
        assertThat(validate(three.bytes()).numVfs()).isOne();
        byte[] none = twice(_ -> {}).bytes();
        assertThatIllegalStateException()
                .isThrownBy(() -> validate(none))
                .withMessage("the kernel panics: PF.IOV has no 'num_vfs'");
    }

    private static Packed twice(Consumer<Nvlist.Builder> second) {
        return valid(1).put(
                        "PF",
                        Nvlist.builder(NvFlag.IGNORE_CASE, NvFlag.NO_UNIQUE)
                                .addNvlist("DRIVER", Packed.list(MODE))
                                .addNvlist("IOV", Packed.list(iov(2)))
                                .addNvlist("IOV", Packed.list(second))
                                .build());
    }

    @Test
    void aParameterWithoutATypeThatIsFoundPanicsWhenItIsGiven() throws KernelError {
        KernelSchema strange =
                schema(NOTHING, one("p", Nvlist.builder().addString("TYPE", "bool").build()));
        Packed packed = new Packed().pf(iov(1), _ -> {}).vf(0, _ -> {}, _ -> {});
        assertThat(KernelConfig.validate(strange, packed.bytes()).numVfs()).isOne();
        byte[] given = packed.vf(0, _ -> {}, d -> d.addBool("p", true)).bytes();
        assertThatIllegalStateException()
                .isThrownBy(() -> KernelConfig.validate(strange, given))
                .withMessage("the kernel panics: 'p' has no known 'type'");
    }

    @Test
    void driversAreHandedValuesOfFurtherTypesThatHaveAForm() throws KernelError {
        KernelTypes types =
                KernelTypes.of(
                        SimulatedMachine.builder()
                                .putFurtherType("speed", NvType.NUMBER)
                                .putFurtherType("color", NvType.STRING)
                                .putFurtherType("tristate", NvType.BOOL)
                                .putFurtherType("key", NvType.BINARY)
                                .putFurtherType("acl", NvType.NVLIST)
                                .build());
        Nvlist parameters =
                Packed.list(list ->
                        list.addNvlist("s", optional("speed"))
                                .addNvlist("c", defaulted("color", text("red")))
                                .addNvlist("t", optional("tristate"))
                                .addNvlist("k", optional("key"))
                                .addNvlist("a", defaulted("acl", NOTHING)));
        KernelSchema future = KernelSchema.of(NOTHING, parameters, types);
        Packed packed =
                new Packed()
                        .pf(iov(1), _ -> {})
                        .vf(
                                0,
                                _ -> {},
                                d ->
                                        d.addNumber("S", -1)
                                                .addBool("t", true)
                                                .addBinary("k", (byte) 1));
        DriverParameters driver =
                KernelConfig.validate(future, packed.bytes()).vfs().getFirst().driver();
        assertThat(driver.values())
                .containsExactly(
                        Map.entry("s", new ParameterValue.Uint(-1)),
                        Map.entry("t", ParameterValue.Bool.TRUE),
                        Map.entry("c", new ParameterValue.Text("red")));
        byte[] wrong = packed.vf(0, _ -> {}, d -> d.addString("k", "01")).bytes();
        assertThatExceptionOfType(KernelError.class)
                .isThrownBy(() -> KernelConfig.validate(future, wrong))
                .withMessage("VF-0: 'k' is STRING \"01\", which is no key");
    }

    /// As many as `num_vfs` can ask for: what grew with their square would take minutes.
    @Test
    @Timeout(60)
    void takesTimeInProportionToTheVfs() {
        assertThat(validate(valid(0xffff).bytes()).vfs()).hasSize(0xffff);
    }
}
