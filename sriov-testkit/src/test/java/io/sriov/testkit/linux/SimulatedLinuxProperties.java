package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.testkit.sim.bus.BusSnapshot;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds for any order of writes.
class SimulatedLinuxProperties {
    /// What an administrator does.
    enum Kind {
        NUM_VFS,
        AUTOPROBE_ON,
        AUTOPROBE_OFF,
        UNBIND_PF,
        BIND_PF,
        OVERRIDE,
        CLEAR_OVERRIDE,
        BIND,
        UNBIND,
        PROBE
    }

    /// A write.
    ///
    /// @param number how many VFs, or which one
    record Write(Kind kind, int number, String driver) {
        Optional<Errno> to(NaiveLinux naive) {
            return switch (kind) {
                case NUM_VFS -> naive.numVfs(number);
                case AUTOPROBE_ON, AUTOPROBE_OFF -> {
                    naive.autoprobe = kind == Kind.AUTOPROBE_ON;
                    yield Optional.empty();
                }
                case UNBIND_PF -> naive.unbindPf();
                case BIND_PF -> naive.bindPf();
                case OVERRIDE -> naive.override(number, driver);
                case CLEAR_OVERRIDE -> naive.override(number, "");
                case BIND -> naive.bind(number, driver);
                case UNBIND -> naive.unbind(number, driver);
                case PROBE -> naive.probe(number);
            };
        }

        Optional<Errno> to(SimulatedLinux linux) {
            String pf = "0000:01:00.0";
            String vf = vf(number);
            String drivers = "/sys/bus/pci/drivers/";
            return switch (kind) {
                case NUM_VFS -> write(linux, "sriov_numvfs", Integer.toString(number));
                case AUTOPROBE_ON -> write(linux, "sriov_drivers_autoprobe", "1");
                case AUTOPROBE_OFF -> write(linux, "sriov_drivers_autoprobe", "0");
                case UNBIND_PF -> refusal(linux, drivers + "igb/unbind", pf);
                case BIND_PF -> refusal(linux, drivers + "igb/bind", pf);
                case OVERRIDE -> refusal(linux, files(number) + "driver_override", driver + "\n");
                case CLEAR_OVERRIDE -> refusal(linux, files(number) + "driver_override", "\n");
                case BIND -> refusal(linux, drivers + driver + "/bind", vf);
                case UNBIND -> refusal(linux, drivers + driver + "/unbind", vf);
                case PROBE -> refusal(linux, "/sys/bus/pci/drivers_probe", vf);
            };
        }

        private static Optional<Errno> write(SimulatedLinux linux, String name, String text) {
            return refusal(linux, LinuxMachines.PF + name, text);
        }

        private static Optional<Errno> refusal(SimulatedLinux linux, String path, String text) {
            try {
                linux.write(path, text);
                return Optional.empty();
            } catch (SyscallException e) {
                return Optional.of(e.errno());
            }
        }
    }

    /// By hand: 128, 130, ... behind 01:00.0.
    private static String vf(int index) {
        return "0000:01:1%d.%d".formatted(index / 4, index % 4 * 2);
    }

    private static String files(int index) {
        return "/sys/bus/pci/devices/" + vf(index) + "/";
    }

    @Provide
    Arbitrary<List<Write>> writes() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(NaiveLinux.DRIVERS))
                .as(Write::new)
                .list()
                .ofMaxSize(30);
    }

    private static String driver(SimulatedLinux linux, String files) {
        return linux.exists(files + "driver")
                ? linux.readLink(files + "driver").replaceFirst(".*/", "")
                : "none";
    }

    @Property(tries = 300)
    void everyWriteIsAnsweredByTheRulesAndDoesWhatTheySay(@ForAll("writes") List<Write> writes) {
        SimulatedLinux linux = LinuxMachines.linux();
        NaiveLinux naive = new NaiveLinux();
        for (Write write : writes) {
            assertThat(write.to(linux)).as(write.toString()).isEqualTo(write.to(naive));
            assertThat(linux.read(LinuxMachines.PF + "sriov_numvfs"))
                    .as(write.toString())
                    .isEqualTo(naive.vfs.size() + "\n");
            assertThat(driver(linux, LinuxMachines.PF)).isEqualTo(naive.pfDriver);
            for (int i = 0; i < naive.vfs.size(); i++) {
                assertThat(driver(linux, files(i)))
                        .as("driver of VF %d after %s", i, write)
                        .isEqualTo(naive.vfs.get(i).driver);
            }
            assertThat(linux.exists(files(naive.vfs.size()))).isFalse();
        }
    }

    /// Interfaces, groups and registers come back, whatever happened between.
    @Property(tries = 100)
    void afterwardsEverythingIsAsBefore(@ForAll("writes") List<Write> writes) {
        SimulatedLinux linux = LinuxMachines.linux();
        List<NetLink> links = linux.netLinks();
        BusSnapshot before = linux.bus().snapshot();
        writes.forEach(write -> write.to(linux));
        new Write(Kind.BIND_PF, 0, "").to(linux);
        linux.write(LinuxMachines.PF + "sriov_numvfs", "0");
        assertThat(linux.bus().snapshot().changed()).isEqualTo(before.changed());
        assertThat(linux.netLinks())
                .extracting(NetLink::name)
                .isEqualTo(links.stream().map(NetLink::name).toList());
        assertThat(linux.list("/sys/kernel/iommu_groups")).containsExactly("0", "1");
        assertThat(linux.list("/sys/bus/pci/devices")).hasSize(2);
    }
}
