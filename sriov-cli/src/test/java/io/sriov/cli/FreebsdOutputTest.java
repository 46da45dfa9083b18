package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What FreeBSD's iovctl prints for the example of iovctl.conf(5) and the schema of ix(4), byte for
/// byte; the sizes are those that its kernel and iovctl were seen to use.
class FreebsdOutputTest {
    /// The configuration in the EXAMPLES of iovctl.conf(5).
    static final String MANUAL_EXAMPLE =
            """
            PF {
            \tdevice : "ix0";
            \tnum_vfs : 3;
            }

            DEFAULT {
            \tpassthrough : true;
            }

            VF-0 {
            \tmac-addr : "02:56:48:7e:d9:f7";
            \tpassthrough : false;
            \tvlan: 1;
            }
            """;

    static final String DRY_RUN =
            """
            Would enable SR-IOV on device '/dev/iov/ix0'.
            The following configuration parameters would be used:
            PF (NVLIST):
                DRIVER (NVLIST):
                IOV (NVLIST):
                    device (STRING): [ix0]
                    num_vfs (NUMBER): 3 (3) (0x3)
            VF-0 (NVLIST):
                DRIVER (NVLIST):
                    mac-addr (BINARY): 6 0256487ed9f7
                    vlan (NUMBER): 1 (1) (0x1)
                IOV (NVLIST):
                    passthrough (BOOL): FALSE
            VF-1 (NVLIST):
                DRIVER (NVLIST):
                IOV (NVLIST):
                    passthrough (BOOL): TRUE
            VF-2 (NVLIST):
                DRIVER (NVLIST):
                IOV (NVLIST):
                    passthrough (BOOL): TRUE
            The configuration parameters consume 1004 bytes when packed.
            """;

    static final String SCHEMA =
            """
            The following configuration parameters may be configured on the PF:
            \tnum_vfs : uint16_t (required)
            \tdevice : string (required)

            The following configuration parameters may be configured on a VF:
            \tpassthrough : bool (default = false)
            \tmac-addr : unicast-mac (optional)
            \tmac-anti-spoof : bool (default = true)
            \tallow-set-mac : bool (default = false)
            \tallow-promisc : bool (default = false)
            \tvlan : vlan (default = trunk)
            """;

    private static final int SCHEMA_SIZE = 1393;
    private static final int CONFIG_SIZE = 1004;

    @TempDir private Path directory;

    private String example() throws IOException {
        return Files.writeString(directory.resolve("ix0.conf"), MANUAL_EXAMPLE).toString();
    }

    @Test
    void printsTheSchema() {
        Run run = Run.iovctl("-S", "--schema", "ix");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(SCHEMA);
        assertThat(run.status()).isZero();
    }

    @Test
    void printsEveryTypeOfDefault() throws IOException {
        Path schema =
                Files.writeString(
                        directory.resolve("schema.json"),
                        """
                        {"pf":{"driver":{"mode":{"type":"string","default":"a b"}}},
                         "vf":{"driver":{
                          "t":{"type":"bool","default":true},
                          "n8":{"type":"uint8_t","default":255},
                          "n16":{"type":"uint16_t","default":65535},
                          "n32":{"type":"uint32_t","default":4294967295},
                          "n64":{"type":"uint64_t","default":18446744073709551615},
                          "mac":{"type":"unicast-mac","default":"2:a:B:0:0:fF"},
                          "vlan":{"type":"vlan","default":4095},
                          "must":{"type":"uint8_t","required":true}}}}
                        """);

        assertThat(Run.iovctl("-S", "--schema", schema.toString()).out())
                .isEqualTo(
                        """
                        The following configuration parameters may be configured on the PF:
                        \tnum_vfs : uint16_t (required)
                        \tdevice : string (required)
                        \tmode : string (default = a b)

                        The following configuration parameters may be configured on a VF:
                        \tpassthrough : bool (default = false)
                        \tt : bool (default = true)
                        \tn8 : uint8_t (default = 255)
                        \tn16 : uint16_t (default = 65535)
                        \tn32 : uint32_t (default = 4294967295)
                        \tn64 : uint64_t (default = 18446744073709551615)
                        \tmac : unicast-mac (default = 02:0a:0b:00:00:ff)
                        \tvlan : vlan (default = 4095)
                        \tmust : uint8_t (required)
                        """);
    }

    @Test
    void printsWhatWouldBeConfigured() throws IOException {
        Run run = Run.iovctl("-C", "-n", "-f", example(), "--schema", "ix");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo(DRY_RUN);
        assertThat(run.status()).isZero();
    }

    @Test
    void packsTheConfigurationAsTheKernelTakesIt() throws Exception {
        Run run = Run.iovctl("-C", "-n", "-f", example(), "--schema", "ix", "--format", "nvlist");

        assertThat(run.stdout()).hasSize(CONFIG_SIZE);
        Nvlist list = NvlistUnpacker.unpack(run.stdout(), NvFlag.IGNORE_CASE);
        assertThat(list.pairs())
                .extracting(NvPair::name)
                .containsExactly("PF", "VF-0", "VF-1", "VF-2");
        assertThat(list.nvlist("VF-0").orElseThrow().nvlist("DRIVER").orElseThrow().number("vlan"))
                .hasValue(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void packsTheSchemaAsTheKernelGivesIt() {
        Run run = Run.iovctl("-S", "--schema", "ix", "--format", "nvlist");

        assertThat(run.stdout()).hasSize(SCHEMA_SIZE);
        assertThat(run.status()).isZero();
    }

    @Test
    void keepsTheSpellingOfParameters() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("spelling.conf"),
                        "pf { DEVICE: ix0, Num_VFs: 1 }\nvf-0 { PassThrough: on }\n");

        assertThat(Run.iovctl("-Cnf", file.toString(), "--schema", "ix").out())
                .isEqualTo(
                        """
                        Would enable SR-IOV on device '/dev/iov/ix0'.
                        The following configuration parameters would be used:
                        PF (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                DEVICE (STRING): [ix0]
                                Num_VFs (NUMBER): 1 (1) (0x1)
                        VF-0 (NVLIST):
                            DRIVER (NVLIST):
                            IOV (NVLIST):
                                PassThrough (BOOL): TRUE
                        The configuration parameters consume 494 bytes when packed.
                        """);
    }
}
