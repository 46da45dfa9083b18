package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.TextFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What iovctl(8) accepts with which meaning, what it refuses with which words, and where this SDK
/// differs on purpose.
class ConfigVerdictTest {
    private static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(Parameter.optional("pf-note", ParameterType.STRING)),
                    List.of(
                            Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                            Parameter.defaulted(
                                    "mac-anti-spoof", ParameterType.BOOL, ParameterValue.Bool.TRUE),
                            Parameter.optional("vlan", ParameterType.VLAN),
                            Parameter.optional("note", ParameterType.STRING),
                            Parameter.optional("u8", ParameterType.UINT8),
                            Parameter.optional("u16", ParameterType.UINT16),
                            Parameter.optional("u32", ParameterType.UINT32),
                            Parameter.optional("u64", ParameterType.UINT64)));

    private static ConfigDocument read(String text) {
        return ConfigReader.standard().read("ix0.conf", text, TextFormat.UCL);
    }

    private static ConfigResult check(String text) {
        return read(text).validate(SCHEMA);
    }

    private static ConfigResult checkValue(String parameter, String value) {
        return check(
                """
                PF { device : ix0; num_vfs : 1; }
                VF-0 { %s : %s; }
                """
                        .formatted(parameter, value));
    }

    /// Values that iovctl accepts, and what they mean, by its conversion rules.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    passthrough|true|true
                    passthrough|YES|true
                    passthrough|On|true
                    passthrough|false|false
                    passthrough|no|false
                    passthrough|OFF|false
                    u8|0|0
                    u8|255|255
                    u8|0xff|255
                    u8|010|10
                    u8|10s|10
                    u8|2min|120
                    u16|1e3|1000
                    u16|4k|4000
                    u16|4kb|4096
                    u16|4K|4000
                    u16|1h|3600
                    u16|5.|5
                    u32|1d|86400
                    u32|1w|604800
                    u32|1y|31536000
                    u32|1m|1000000
                    u32|1g|1000000000
                    u32|1gb|1073741824
                    u32|1.5k|1500
                    u64|9223372036854775807|9223372036854775807
                    u64|9007199254740993.0|9007199254740993
                    u64|9007199254740.993e3|9007199254740993
                    note|hello|hello
                    note|"two words"|two words
                    note|""|
                    note|'raw'|raw
                    mac-addr|02:00:00:00:00:01|02:00:00:00:00:01
                    mac-addr|"2:0:0:0:0:1"|02:00:00:00:00:01
                    mac-addr|1e:ff:FF:0:aA:1|1e:ff:ff:00:aa:01
                    mac-addr|"00:00:00:00:00:00"|00:00:00:00:00:00
                    vlan|trunk|trunk
                    vlan|"Trunk"|trunk
                    vlan|0|0
                    vlan|4095|4095
                    vlan|4k|4000
                    """)
    void acceptedWithThisMeaning(String parameter, String value, String meaning) {
        ConfigResult result = checkValue(parameter, value);
        assertThat(result.report().diagnostics()).isEmpty();
        assertThat(result.config().orElseThrow().vf(0).value(parameter).orElseThrow().text())
                .isEqualTo(meaning == null ? "" : meaning);
    }

    /// Values that iovctl refuses, with its words; the value is always shown.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    passthrough|"true"|true|bool
                    passthrough|1|1|bool
                    passthrough|0|0|bool
                    passthrough|enabled|enabled|bool
                    passthrough|null|null|bool
                    u8|256|256|uint8_t
                    u8|-1|-1|uint8_t
                    u8|+1|+1|uint8_t
                    u8|"1"|1|uint8_t
                    u8|true|true|uint8_t
                    u8|[1, 2]|[1, 2]|uint8_t
                    u8|{ a = 1 }|{…}|uint8_t
                    u16|65536|65536|uint16_t
                    u32|4294967296|4294967296|uint32_t
                    u64|nan|nan|uint64_t
                    note|5|5|string
                    note|true|true|string
                    mac-addr|02:00:00:00:00|02:00:00:00:00|unicast-mac
                    mac-addr|02-00-00-00-00-01|02-00-00-00-00-01|unicast-mac
                    mac-addr|02:00:00:00:00:100|02:00:00:00:00:100|unicast-mac
                    mac-addr|5|5|unicast-mac
                    vlan|"100"|100|vlan
                    vlan|4096|4096|vlan
                    vlan|-1|-1|vlan
                    """)
    void refusedWithTheseWords(String parameter, String value, String shown, String type) {
        assertThat(checkValue(parameter, value).report().diagnostics())
                .singleElement()
                .hasToString(
                        "ix0.conf:2:%d: error: Value '%s' of key '%s' is not of type %s [wrong-type]"
                                .formatted(11 + parameter.length(), shown, parameter, type));
    }

    /// Values that iovctl accepts and this SDK refuses: none of them means what it says.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    u8|3.9
                    u8|-0.5
                    u8|500ms
                    vlan|10.7
                    mac-addr|"::02:00:00:00:00:01"
                    mac-addr|"+2:0:0:0:0:1"
                    mac-addr|" 2:0:0:0:0:1"
                    mac-addr|"-0:0:0:0:0:1"
                    """)
    void stricterThanIovctl(String parameter, String value) {
        assertThat(checkValue(parameter, value).report().diagnostics())
                .singleElement()
                .extracting(d -> d.code().code())
                .isEqualTo("wrong-type");
    }

    @Test
    void uint64HasItsFullRange() {
        ConfigResult result = checkValue("u64", "18446744073709551615");
        assertThat(result.config().orElseThrow().vf(0).value("u64"))
                .contains(new ParameterValue.Uint(-1));
        assertThat(checkValue("u64", "18446744073709551616").report().hasErrors()).isTrue();
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        ConfigResult result = check("\ufeffPF { device : ix0; num_vfs : 1; }");
        assertThat(result.report().diagnostics()).isEmpty();
    }

    @Test
    void variablesStandForTheFileAndTheProcess() {
        assertThat(checkValue("note", "\"$PID\"").config().orElseThrow().vf(0).value("note"))
                .contains(new ParameterValue.Text(Long.toString(ProcessHandle.current().pid())));
    }

    @Test
    void nulInAStringIsRefused() {
        assertThat(codes(checkValue("note", "\"a\\u0000b\""))).containsExactly("nul-in-string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    ff:ff:ff:ff:ff:ff
                    01:00:5e:00:00:01
                    """)
    void multicastAddressesHaveTheirOwnWords(String address) {
        assertThat(checkValue("mac-addr", "\"" + address + "\"").report().diagnostics())
                .singleElement()
                .extracting(Diagnostic::message)
                .isEqualTo("Value '" + address + "' of key 'mac-addr' is a multicast address");
    }

    /// Whole texts and the words about them. Lines are separated by `~`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    VF-0 { }|ix0.conf: error: Config file does not specify device [missing-device]
                    PF { num_vfs : 1; }|ix0.conf:1:1: error: Config file does not specify device [missing-device]
                    PF { device : 5; num_vfs : 1; }|ix0.conf:1:15: error: Config PF.device must be a string, not 5 [wrong-type]
                    PF { device : ix0; }|ix0.conf:1:1: error: Required parameter 'num_vfs' not found in 'PF' [missing-parameter]
                    PF { device : ix0; num_vfs : 0; }|ix0.conf:1:30: error: PF.num_vfs must be at least 1 [no-vfs]
                    PF { device : ix0; num_vfs : 65536; }|ix0.conf:1:30: error: Value '65536' of key 'num_vfs' is not of type uint16_t [wrong-type]
                    PF { device : ix0; num_vfs : 1; }~VF-1 { }|ix0.conf:2:1: error: VF number 1 is out of bounds (num_vfs=1) [vf-out-of-bounds]
                    PF { device : ix0; num_vfs : 1; }~VF-65535 { }|ix0.conf:2:1: error: VF number 65535 is out of bounds (num_vfs=1) [vf-out-of-bounds]
                    PF { device : ix0; num_vfs : 1; }~VF-65536 { }|ix0.conf:2:1: error: VF number 65536 is too large to be valid [vf-number-too-large]
                    PF { device : ix0; num_vfs : 1; }~VF-99999999999999999999999 { }|ix0.conf:2:1: error: VF number 99999999999999999999999 is too large to be valid [vf-number-too-large]
                    PF { device : ix0; num_vfs : 1; }~VF- { }|ix0.conf:2:1: error: Unexpected top-level node: VF- [unexpected-section]
                    PF { device : ix0; num_vfs : 1; }~VF-00 { }|ix0.conf:2:1: error: Unexpected top-level node: VF-00 [unexpected-section]
                    PF { device : ix0; num_vfs : 1; }~VF 0 { }|ix0.conf:2:1: error: Unexpected top-level node: VF [unexpected-section]
                    PF { device : ix0; num_vfs : 1; }~device : ix0|ix0.conf:2:1: error: Unexpected top-level node: device [unexpected-section]
                    PF { device : ix0; num_vfs : 1; }~VF-0 { }~DEFAULT { }|ix0.conf:3:1: error: 'default' section must precede all VF sections [default-after-vf]
                    PF { device : ix0; num_vfs : 1; }~VF-0 { mac-adr : x; }|ix0.conf:2:8: error: VF-0: Invalid config key 'mac-adr' [unknown-parameter]
                    PF { device : ix0; num_vfs : 1; mac-addr : x; }|ix0.conf:1:33: error: PF: Invalid config key 'mac-addr' [unknown-parameter]
                    PF { device : ix0; num_vfs : 1; }~VF-0 { }~vf-0 { }|ix0.conf:3:1: error: Multiple definitions of 'vf-0' in config file [repeated-section]
                    PF { device : ix0; num_vfs : 1; }~VF-0 { }~VF-0 { }|ix0.conf:3:1: error: Multiple definitions of 'VF-0' in config file [repeated-section]
                    PF { device : ix0; num_vfs : 1; }~PF { }|ix0.conf:2:1: error: Multiple definitions of 'PF' in config file [repeated-section]
                    PF { device : ix0; num_vfs : 1; num_vfs : 1; }|ix0.conf:1:33: error: PF: Multiple definitions of 'num_vfs' [repeated-parameter]
                    PF { device : ix0; num_vfs : 1; }~VF-0 { passthrough : yes; PassThrough : no; }|ix0.conf:2:27: error: VF-0: Multiple definitions of 'PassThrough' [repeated-parameter]
                    PF { device : ix0; num_vfs : 1; }~VF-0 = [ { } ]|ix0.conf:2:1: error: VF-0: a section cannot be an array [array-as-section]
                    PF { device : ix0; num_vfs : 1; }~VF-0 : 5|ix0.conf:2:8: error: VF-0: Invalid config key 'VF-0' [section-not-an-object]
                    PF { device : "../x"; num_vfs : 1; }|ix0.conf:1:15: error: '../x' of PF.device is not a device's name [bad-device]
                    PF { device : ""; num_vfs : 1; }|ix0.conf:1:15: error: '' of PF.device is not a device's name [bad-device]
                    PF { device : "ix\udcff"; num_vfs : 1; }|ix0.conf:1:15: error: 'ix\\xff' of PF.device is not a device's name [bad-device]
                    PF { device : ..; num_vfs : 1; }|ix0.conf:1:15: error: '..' of PF.device is not a device's name [bad-device]
                    """)
    void refusedTexts(String text, String words) {
        assertThat(check(text.replace("~", "\n")).report().diagnostics())
                .singleElement()
                .hasToString(words);
    }

    /// What to do about each of them. Every text goes on from `PF { device : ix0; num_vfs : 1; }`
    /// where it does not have a `PF` itself; lines are separated by `~`.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    PF : 5|'5' is a single value; a section is PF { device : ix0; num_vfs : 1; }
                    PF { num_vfs : 1; }|name the PF's device in the PF section: device : ix0
                    PF { device : 5; num_vfs : 1; }|write the PF's device name, as in device : ix0
                    PF { device : "a/b"; num_vfs : 1; }|a device's name is UTF-8, not empty, has no '/', and is not '.' or '..': ix0
                    PF { device : ix0; num_vfs : 0; }|to destroy VFs, delete them: iovctl -D
                    PF { device : ix0; num_vfs : 3; }~VF-3 { }|with num_vfs=3 the VFs are VF-0 to VF-2
                    PF { device : ix0; num_vfs : 1; num_vfs : 1; }|the first one is at ix0.conf:1:20
                    PF { device : ix0; num_vfs : 1; vlan : 1; }|'vlan' is a parameter of VFs: put it in DEFAULT, or in the VF's own section
                    PF { device : ix0; num_vfs : 1; size : 1; }|the parameters of a PF are num_vfs, device, pf-note
                    device : ix0|'device' is a parameter of the PF: put it in a section PF { … }
                    num_vfs : 1|'num_vfs' is a parameter of the PF: put it in a section PF { … }
                    VF 0 { }|write the section's name as one word: VF-0 { … }
                    vf0 { }|did you mean 'VF-0'?
                    VF-007 { }|did you mean 'VF-7'?
                    vf_12 { }|did you mean 'VF-12'?
                    VFS { }|the sections are PF, DEFAULT, and VF-0, VF-1, …
                    Defaults { }|did you mean 'DEFAULT'?
                    VF-0 { vlan : "100"; }|write 100 without quotes
                    VF-0 { u16 : "0x10"; }|write 0x10 without quotes
                    VF-0 { u8 : "256"; }|write a number from 0 to 255
                    VF-0 = [ { } ]|write one section VF-0 { … }, without brackets
                    VF-0 : 5|'5' is a single value; a section is VF-0 { … }
                    VF-0 { }~VF-0 { }|the first one is at ix0.conf:2:1
                    VF-0 { }~DEFAULT { }|move it up, in front of the first VF section
                    VF-65536 { }|VF numbers are 0 to 65535
                    VF-0 { mac-adr : x; }|did you mean 'mac-addr'?
                    VF-0 { num_vfs : 1; }|'num_vfs' is a parameter of the PF: put it in the PF section
                    VF-0 { size : 1; }|the parameters of a VF are passthrough, mac-addr, mac-anti-spoof, vlan, note, u8, u16, u32, u64
                    VF-0 { passthrough : "true"; }|write true without quotes
                    VF-0 { u16 : 4k }|in UCL, 4k is a number without quotes and with ';', ',', '}' or the line's end right behind it
                    VF-0 { u16 : "10min"; }|in UCL, 10min is a number without quotes and with ';', ',', '}' or the line's end right behind it
                    VF-0 { vlan : 1KB }|in UCL, 1KB is a number without quotes and with ';', ',', '}' or the line's end right behind it
                    VF-0 { u16 : 4km; }|write a number from 0 to 65535
                    """)
    void everyRefusalSaysWhatToDo(String text, String hint) {
        String whole = text.startsWith("PF") ? text : "PF { device : ix0; num_vfs : 1; }~" + text;
        assertThat(check(whole.replace("~", "\n")).report().diagnostics())
                .first()
                .extracting(problem -> problem.hint().orElse(""))
                .isEqualTo(hint);
    }

    /// Every text goes on from a PF section where it has none.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    YAML|VF-0: { passthrough: True }|the truth values of YAML are true and false: write true
                    YAML|VF-0: { passthrough: off }|the truth values of YAML are true and false: write false
                    YAML|VF-0: { passthrough: "yes" }|write true without quotes
                    YAML|VF-0: { passthrough: !!str true }|write true without quotes
                    YAML|PF: { device: ix0, num_vfs: 010 }|a number of YAML is decimal digits alone: write 10
                    YAML|PF: { device: 😀, num_vfs: "010" }|a number of YAML is decimal digits alone: write 10 without quotes
                    YAML|PF: { device: ix0, num_vfs: '10' }|write 10 without quotes
                    YAML|PF: { device: ix0, num_vfs: .inf }|write a number from 0 to 65535
                    YAML|PF: { device: ix0, num_vfs: 21e99999999999 }|write a number from 0 to 65535
                    YAML|VF-0: { vlan: 0x10 }|a number of YAML is decimal digits alone: write 16
                    YAML|VF-0: { vlan: 0x1000 }|write a number from 0 to 4095, or trunk
                    YAML|VF-0: { u16: 4k }|a number of YAML is decimal digits alone: write 4000
                    YAML|VF-0: { u16: 1.5kb }|a number of YAML is decimal digits alone: write 1536
                    YAML|VF-0: { u16: 2min }|a number of YAML is decimal digits alone: write 120
                    YAML|VF-0: { u16: 1.5 s }|write a number from 0 to 65535
                    YAML|VF-0: { u8: 4k }|write a number from 0 to 255
                    YAML|VF-0: { u16: 500ms }|write a number from 0 to 65535
                    YAML|VF-0: 5|'5' is a single value; a section is VF-0: { … }
                    YAML|VF-0:|an empty section is VF-0: { }
                    YAML|VF-0: [ ]|write one section VF-0: { … }, without brackets
                    YAML|VF: { 0: { } }|write the section's name as one word: VF-0: { … }
                    YAML|num_vfs: 1|'num_vfs' is a parameter of the PF: put it in a section PF: { … }
                    YAML|PF: { num_vfs: 1 }|name the PF's device in the PF section: device: ix0
                    YAML|PF: { device: 5, num_vfs: 1 }|write the PF's device name, as in device: ix0
                    YAML|PF:|'null' is a single value; a section is PF: { device: ix0, num_vfs: 1 }
                    JSON|"VF-0": { "passthrough": "on" }|write true without quotes
                    JSON|"VF-0": { "u16": "4k" }|a number of JSON is decimal digits alone: write 4000 without quotes
                    JSON|"VF-0": 5|'5' is a single value; a section is "VF-0": { … }
                    JSON|"VF-0": null|'null' is a single value; a section is "VF-0": { … }
                    JSON|"PF": 5|'5' is a single value; a section is "PF": { "device": "ix0", "num_vfs": 1 }
                    JSON|"PF": { "num_vfs": 1 }|name the PF's device in the PF section: "device": "ix0"
                    """)
    void hintsSpeakTheFormatOfTheText(TextFormat format, String text, String hint) {
        boolean json = format == TextFormat.JSON;
        String whole =
                text.contains("PF\":") || text.startsWith("PF:")
                        ? text
                        : (json
                                        ? "\"PF\": {\"device\": \"ix0\", \"num_vfs\": 1}, "
                                        : "PF: { device: ix0, num_vfs: 1 }\n")
                                + text;
        assertThat(
                        ConfigReader.standard()
                                .read("ix0", json ? "{" + whole + "}" : whole, format)
                                .validate(SCHEMA)
                                .report()
                                .diagnostics())
                .singleElement()
                .extracting(problem -> problem.hint().orElse(""))
                .isEqualTo(hint);
    }

    @Test
    void aTextWithoutAPfSaysHowToBegin() {
        for (String text : List.of("VF-0 { }", "")) {
            assertThat(check(text).report().diagnostics())
                    .singleElement()
                    .extracting(problem -> problem.hint().orElse(""))
                    .isEqualTo("begin with a section PF { device : ix0; num_vfs : 1; }");
        }
        assertThat(
                        ConfigReader.standard()
                                .read("ix0.json", "[1]", TextFormat.JSON)
                                .validate(SCHEMA)
                                .report()
                                .diagnostics())
                .singleElement()
                .hasToString(
                        "ix0.json:1:1: error: Config file does not specify device"
                                + " [missing-device]");
    }

    @Test
    void aParameterOfATypeOfTheFutureMayBeLeftOut() {
        PfSchema newer =
                new PfSchema(
                        SCHEMA.pf(),
                        DeviceSchema.of(
                                List.of(),
                                List.of(
                                        Parameter.builder().name("q").typeName("future").build(),
                                        Parameter.optional("u8", ParameterType.UINT8))));
        ConfigDocument without = read("PF { device : ix0; num_vfs : 1; }\nVF-0 { u8 : 1; }");
        ConfigDocument with = read("PF { device : ix0; num_vfs : 1; }\nVF-0 { q : 1; u8 : 1; }");

        assertThat(without.validate(newer).config()).isPresent();
        assertThat(with.validate(newer).report().diagnostics())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem)
                            .hasToString(
                                    "ix0.conf:2:8: error: Unexpected type 'future' in schema"
                                            + " [unknown-type]");
                    assertThat(problem.hint())
                            .contains(
                                    "the driver declares 'q' with a type newer than this version:"
                                            + " leave the parameter out, or upgrade");
                });
    }

    @Test
    void sectionNamesAndParametersIgnoreCaseAndKeepTheirSpelling() {
        ConfigResult result =
                check(
                        """
                        vf-1 { PassThrough : yes; }
                        pf { DEVICE : ix0; Num_VFs : 2; }
                        """);
        assertThat(result.report().diagnostics()).isEmpty();
        IovConfig config = result.config().orElseThrow();
        assertThat(config.device()).isEqualTo("ix0");
        assertThat(config.vf(1).given()).extracting(Setting::key).containsExactly("PassThrough");
        assertThat(config.passthrough(1)).isTrue();
        assertThat(config.passthrough(0)).isFalse();
    }

    @Test
    void theLastOfAllVfsHasASection() {
        IovConfig config =
                check("PF { device : ix0; num_vfs : 65535; }\nVF-65534 { u8 : 5; }")
                        .config()
                        .orElseThrow();
        assertThat(config.schema()).isSameAs(SCHEMA);
        assertThat(config.numVfs()).isEqualTo(65_535);
        assertThat(config.vf(65_534).value("u8")).contains(new ParameterValue.Uint(5));
        assertThat(config.vf(65_533).given()).isEmpty();
    }

    @Test
    void aVfSectionWinsOverDefaultWhichWinsOverTheSchema() {
        IovConfig config =
                check(
                                """
                                PF { device : ix0; num_vfs : 2; }
                                DEFAULT { mac-anti-spoof : false; u8 : 7; }
                                VF-1 { u8 : 9; }
                                """)
                        .config()
                        .orElseThrow();
        assertThat(config.vf(0).effective())
                .extracting(s -> s.key() + "=" + s.value().text() + " " + s.source())
                .containsExactly(
                        "mac-anti-spoof=false DEFAULT_SECTION",
                        "u8=7 DEFAULT_SECTION",
                        "passthrough=false SCHEMA_DEFAULT");
        assertThat(config.vf(1).effective())
                .extracting(s -> s.key() + "=" + s.value().text() + " " + s.source())
                .containsExactly(
                        "u8=9 SECTION",
                        "mac-anti-spoof=false DEFAULT_SECTION",
                        "passthrough=false SCHEMA_DEFAULT");
        assertThat(config.vf(1).effective())
                .extracting(s -> s.origin().map(Origin::toString).orElse("none"))
                .containsExactly("ix0.conf:3:13", "ix0.conf:2:28", "none");
        assertThat(config.pf().effective())
                .extracting(s -> s.key() + " " + s.source() + " " + s.origin().orElseThrow())
                .containsExactly("device SECTION ix0.conf:1:15", "num_vfs SECTION ix0.conf:1:30");
        assertThat(config.vf(1).setting("mac-addr")).isEmpty();
    }

    @Test
    void defaultIsCheckedEvenWhereEveryVfOverridesIt() {
        assertThat(
                        codes(
                                check(
                                        """
                                        PF { device : ix0; num_vfs : 1; }
                                        DEFAULT { u8 : 256; }
                                        VF-0 { u8 : 1; }
                                        """)))
                .containsExactly("wrong-type");
    }

    @Test
    void everyRepetitionPointsToTheFirstHoweverManyThereAre() {
        int count = 30_000;
        var text = new StringBuilder("PF { device : ix0; num_vfs : 1; }\nVF-0 {\n");
        for (int i = 0; i < count; i++) {
            text.append("x").append(i).append(" : 1;\n");
        }
        text.append("vlan : 1;\n".repeat(count)).append("}\n");

        DiagnosticReport report = check(text.toString()).report();

        String first = "the first one is at ix0.conf:" + (count + 3) + ":1";
        assertThat(report.diagnostics())
                .filteredOn(problem -> problem.code() == ConfigCode.REPEATED_PARAMETER)
                .hasSize(count - 1)
                .allSatisfy(problem -> assertThat(problem.hint()).contains(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e2147483648", "1e-99999999999"})
    void numbersBeyondAllBoundsAreRefusedInEveryFormat(String number) {
        for (TextFormat format : TextFormat.values()) {
            String text = "{\"PF\": {\"device\": \"ix0\", \"num_vfs\": " + number + "}}";
            ConfigResult result =
                    ConfigReader.standard().read("ix0.conf", text, format).validate(SCHEMA);
            assertThat(result.report().hasErrors()).as(format.name()).isTrue();
        }
    }

    @Test
    void trunkIgnoresTheCaseOfAsciiLettersOnly() {
        assertThat(checkValue("vlan", "\"TRUNK\"").config()).isPresent();
        assertThat(checkValue("vlan", "\"trun\u212a\"").config()).isEmpty();
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThat(
                        codes(
                                check(
                                        """
                                        PF { device : "a/b"; num_vfs : 0; typo : 1; }
                                        VF-0 { u8 : 256; note : 5; }
                                        VF-x { }
                                        """)))
                .containsExactlyInAnyOrder(
                        "bad-device",
                        "no-vfs",
                        "unknown-parameter",
                        "wrong-type",
                        "wrong-type",
                        "unexpected-section");
    }

    @Test
    void requiredParametersAreMissedInEveryVf() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(), List.of(Parameter.required("req", ParameterType.UINT8)));
        String text =
                """
                PF { device : ix0; num_vfs : 5; }
                VF-1 { }
                VF-3 { req : 1; }
                """;
        assertThat(
                        ConfigReader.standard()
                                .read("a", text, TextFormat.UCL)
                                .validate(schema)
                                .report()
                                .diagnostics())
                .extracting(d -> d + " " + d.hint().orElse(""))
                .containsExactly(
                        "a:1:1: error: Required parameter 'req' not found in 'VF-0'"
                                + " [missing-parameter] nor in 2 more VFs that have no section:"
                                + " give it in DEFAULT",
                        "a:2:1: error: Required parameter 'req' not found in 'VF-1'"
                                + " [missing-parameter] ");
        assertThat(
                        ConfigReader.standard()
                                .read("a", text + "\n", TextFormat.UCL)
                                .validate(schema)
                                .config())
                .isEmpty();
    }

    @Test
    void jsonAndYamlMeanTheSame() {
        String json =
                """
                {"PF": {"device": "ix0", "num_vfs": 2}, "VF-1": {"passthrough": true, "u16": 1e3}}
                """;
        String yaml =
                """
                PF:
                  device: ix0
                  num_vfs: 2
                VF-1:
                  passthrough: true
                  u16: 1000
                """;
        IovConfig one =
                ConfigReader.standard()
                        .read("a.json", json, TextFormat.JSON)
                        .validate(SCHEMA)
                        .config()
                        .orElseThrow();
        IovConfig other =
                ConfigReader.standard()
                        .read("a.yaml", yaml, TextFormat.YAML)
                        .validate(SCHEMA)
                        .config()
                        .orElseThrow();
        IovConfig ucl = check(json).config().orElseThrow();
        assertThat(one.sameEffect(other)).isTrue();
        assertThat(one.sameEffect(ucl)).isTrue();
    }

    private static List<String> codes(ConfigResult result) {
        return result.report().diagnostics().stream().map(d -> d.code().code()).toList();
    }
}
