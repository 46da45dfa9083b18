package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.MemoryRecordStore;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The command on a FreeBSD machine, where it takes the place of the system's own: the same words,
/// the same output, the same exit statuses.
class FreebsdHostTest {
    @TempDir private Path directory;

    private interface Session {
        void use(SimulatedFreeBsd system, Shell shell) throws IOException;
    }

    private interface Shell {
        Run iovctl(String... words);
    }

    private void on(FreeBsdRelease release, Session session) throws IOException {
        on(SimulatedMachine.standard(), release, session);
    }

    private void on(SimulatedMachine machine, FreeBsdRelease release, Session session)
            throws IOException {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.builder(machine).release(release).boot()) {
            var host = new ThisFreeBsd(system, new MemoryRecordStore());
            session.use(system, words -> Run.on(host.alone(), words));
            assertThat(system.outstanding()).isZero();
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static void assertRun(Run run, int status, String out, String err) {
        assertThat(run.out()).isEqualTo(out);
        assertThat(run.err()).isEqualTo(err);
        assertThat(run.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void doesWhatTheManualPageShows(FreeBsdRelease release) throws IOException {
        on(
                release,
                (_, shell) -> {
                    String conf = file("iovctl.conf", FreebsdOutputTest.MANUAL_EXAMPLE);
                    assertRun(shell.iovctl("-S", "-d", "ix0"), 0, FreebsdOutputTest.SCHEMA, "");
                    assertRun(shell.iovctl("-S", "-f", conf), 0, FreebsdOutputTest.SCHEMA, "");
                    assertRun(
                            shell.iovctl("-C", "-f", conf, "-n"), 0, FreebsdOutputTest.DRY_RUN, "");
                    assertRun(
                            shell.iovctl("-L", "-d", "/dev/iov/ix0"),
                            0,
                            """
                            ix0:
                            \tidentity: pci-location=pci0:3:0:0
                            \tsriov: enabled=no vfs=0/64
                            """,
                            "");
                    assertRun(shell.iovctl("-C", "-f", conf), 0, "", "");
                    assertRun(
                            shell.iovctl("-L", "-f", conf),
                            0,
                            """
                            ix0:
                            \tidentity: pci-location=pci0:3:0:0
                            \tsriov: enabled=yes vfs=3/64
                            \t\tvf   0:
                            \t\t\tidentity: pci-location=pci0:3:0:128
                            \t\t\thost: attached=yes driver=ixv0 passthrough=no
                            \t\tvf   1:
                            \t\t\tidentity: pci-location=pci0:3:0:130
                            \t\t\thost: attached=yes driver=ppt0 passthrough=yes
                            \t\tvf   2:
                            \t\t\tidentity: pci-location=pci0:3:0:132
                            \t\t\thost: attached=yes driver=ppt1 passthrough=yes
                            """,
                            "");
                    assertRun(
                            shell.iovctl("-D", "-n", "-d", "ix0"),
                            0,
                            "Would attempt to delete all VF children of 'ix0'\n",
                            "");
                    assertRun(
                            shell.iovctl("-D", "-n", "-f", conf),
                            0,
                            "Would attempt to delete all VF children of '/dev/iov/ix0'\n",
                            "");
                    assertRun(shell.iovctl("-D", "-d", "ix0"), 0, "", "");
                    assertThat(shell.iovctl("-D", "-d", "ix0").err())
                            .startsWith("iovctl: Failed to delete VFs: No child processes\n");
                });
    }

    @ParameterizedTest
    @EnumSource
    void failuresBeginWithTheLineThatFreebsdPrints(FreeBsdRelease release) throws IOException {
        on(
                release,
                (system, shell) -> {
                    Run absent = shell.iovctl("-S", "-d", "ix7");
                    assertThat(absent.err())
                            .startsWith(
                                    "iovctl: Could not open device '/dev/iov/ix7': No such file or"
                                            + " directory\n")
                            .contains("ice0, ix0, ixl0, nvme0, qat0");
                    assertThat(absent.status()).isEqualTo(1);

                    String many = file("many.conf", "PF { device : ix0; num_vfs : 64 }");
                    Run refused = shell.iovctl("-C", "-f", many);
                    assertThat(refused.err())
                            .startsWith(
                                    "iovctl: Failed to configure SR-IOV: No space left on device\n")
                            .contains("the PF driver has no queues or interrupts for 64 VFs")
                            .contains("the state before has been restored");
                    assertThat(refused.status()).isEqualTo(1);

                    String two = file("two.conf", "PF { device : ix0; num_vfs : 2 }");
                    assertThat(shell.iovctl("-C", "-f", two).status()).isZero();
                    Run busy = shell.iovctl("-C", "-f", many);
                    assertThat(busy.err())
                            .startsWith("iovctl: Failed to configure SR-IOV: Device busy\n")
                            .contains("--replace");
                    assertThat(busy.status()).isEqualTo(1);

                    system.kernel().useInterface("ix0", 1, "interface %s is up");
                    Run used = shell.iovctl("-D", "-d", "ix0");
                    assertThat(used.err())
                            .startsWith("iovctl: Failed to delete VFs: Device busy\n")
                            .contains("VF-1 at 0000:03:10.2 is in use: interface ixv1 is up")
                            .contains("--destroy-in-use");
                    assertThat(used.status()).isEqualTo(1);
                    assertThat(shell.iovctl("-D", "-d", "ix0", "--destroy-in-use").status())
                            .isZero();
                });
    }

    @ParameterizedTest
    @EnumSource
    void aVfHeldByAGuestIsNamedAndNothingIsLost(FreeBsdRelease release) throws IOException {
        on(
                release,
                (system, shell) -> {
                    String conf = file("iovctl.conf", FreebsdOutputTest.MANUAL_EXAMPLE);
                    assertThat(shell.iovctl("-C", "-f", conf).status()).isZero();
                    system.kernel().assignToGuest("ix0", 1, "vm1");
                    Run run = shell.iovctl("-D", "-d", "ix0");
                    assertThat(run.err())
                            .startsWith("iovctl: Failed to delete VFs: Device busy\n")
                            .contains("VF-1 at pci0:3:0:130 is held by ppt0")
                            .contains("the state before has been restored");
                    assertThat(run.status()).isEqualTo(1);
                    assertThat(system.kernel().status("ix0").vfs())
                            .hasSize(3)
                            .allMatch(vf -> vf.attached());
                });
    }

    @Test
    void showsHowVfsAreHandedOver() throws IOException {
        on(
                FreeBsdRelease.FREEBSD_15,
                (system, shell) -> {
                    String conf = file("iovctl.conf", FreebsdOutputTest.MANUAL_EXAMPLE);
                    assertThat(shell.iovctl("-C", "-f", conf).status()).isZero();
                    system.kernel().useInterface("ix0", 0, "interface %s is up");
                    system.kernel().detachVf("ix0", 2);
                    assertRun(
                            shell.iovctl("--hand-over", "-d", "ix0"),
                            0,
                            """
                            PF   VF    LOCATION      DRIVER  TO     AS                        NOTE
                            ix0  VF-0  pci0:3:0:128  ixv0    jail   vnet.interface = "ixv0";  interface ixv0 is up
                            ix0  VF-1  pci0:3:0:130  ppt0    bhyve  passthru,3/0/130          no use known
                            ix0  VF-2  pci0:3:0:132  -       -      -                         no passthrough driver: load the hypervisor's module
                            """,
                            "");
                });
    }

    @Test
    void typesOfTheFutureAreShownAndRefusedOnlyWhereTheyAreUsed() throws IOException {
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .from(SimulatedMachine.standard())
                        .putFurtherType("ipv6-prefix", NvType.STRING)
                        .build();
        Nvlist parameters =
                Nvlist.builder(NvFlag.IGNORE_CASE)
                        .addNvlist(
                                "prefix",
                                Nvlist.builder(NvFlag.IGNORE_CASE)
                                        .addString("type", "ipv6-prefix")
                                        .build())
                        .build();
        on(
                machine,
                FreeBsdRelease.FREEBSD_15,
                (system, shell) -> {
                    system.kernel().detachPf("ix0");
                    system.kernel()
                            .attachPf(
                                    "ix0", Nvlist.builder(NvFlag.IGNORE_CASE).build(), parameters);
                    assertThat(shell.iovctl("-S", "-d", "ix0").out())
                            .contains("\tprefix : ipv6-prefix (optional)\n");
                    String used =
                            file(
                                    "used.conf",
                                    "PF { device : ix0; num_vfs : 1 }\nVF-0 { prefix : a }");
                    Run refused = shell.iovctl("-C", "-f", used);
                    assertThat(refused.err()).contains("used.conf:2:").contains("ipv6-prefix");
                    assertThat(refused.status()).isEqualTo(1);
                    String unused = file("unused.conf", "PF { device : ix0; num_vfs : 1 }");
                    assertRun(shell.iovctl("-C", "-f", unused), 0, "", "");
                });
    }

    @Test
    void listsThePfs() throws IOException {
        on(
                FreeBsdRelease.FREEBSD_15,
                (_, shell) ->
                        assertRun(
                                shell.iovctl("--list"),
                                0,
                                """
                                DEVICE  PCI           DRIVER  VFS    ARI  NUMA
                                ice0    0000:07:00.0  ice     0/256  on   0
                                ix0     0000:03:00.0  ix      0/64   on   0
                                ixl0    0000:05:00.0  ixl     0/64   on   0
                                nvme0   0000:81:00.0  nvme    0/32   on   1
                                qat0    0000:84:00.0  qat     0/16   off  1
                                """,
                                ""));
    }
}
