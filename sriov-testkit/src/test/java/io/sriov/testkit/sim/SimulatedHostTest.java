package io.sriov.testkit.sim;

import static io.sriov.testkit.sim.SimulatedKernelTest.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostPlatforms;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfUse;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.PfSchema;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.wire.SchemaNvlist;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The machine behind `--host sim`, through the host ports.
class SimulatedHostTest {
    private final SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard());

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void hasItsFivePfs() {
        List<PfStatus> pfs =
                host.physicalFunctions().stream().map(PhysicalFunction::status).toList();
        assertThat(pfs)
                .extracting(
                        PfStatus::device,
                        pf -> pf.address().toString(),
                        pf -> "%04x:%04x".formatted(pf.vendorId(), pf.deviceId()),
                        PfStatus::driver,
                        PfStatus::totalVfs,
                        pf -> pf.ari().orElseThrow(),
                        PfStatus::numaNode)
                .containsExactly(
                        tuple(
                                "ice0",
                                "0000:07:00.0",
                                "8086:1592",
                                "ice",
                                256,
                                true,
                                OptionalInt.of(0)),
                        tuple(
                                "ix0",
                                "0000:03:00.0",
                                "8086:10fb",
                                "ix",
                                64,
                                true,
                                OptionalInt.of(0)),
                        tuple(
                                "ixl0",
                                "0000:05:00.0",
                                "8086:1572",
                                "ixl",
                                64,
                                true,
                                OptionalInt.of(0)),
                        tuple(
                                "nvme0",
                                "0000:81:00.0",
                                "144d:a824",
                                "nvme",
                                32,
                                true,
                                OptionalInt.of(1)),
                        tuple(
                                "qat0",
                                "0000:84:00.0",
                                "8086:37c8",
                                "qat",
                                16,
                                false,
                                OptionalInt.of(1)));
        assertThat(pfs).noneMatch(PfStatus::enabled);
        assertThat(host.operate(SimulatedKernel::consoleLines)).isEmpty();
    }

    @Test
    void namesWithNumbersAreInNumericOrder() {
        SimulatedMachine.Builder machine =
                SimulatedMachine.builder().addPort(Machines.port().build());
        for (int i : new int[] {6, 3, 5}) {
            int unit = i == 6 ? 10 : i;
            machine.addPf(
                    Machines.pf(Machines::driver)
                            .device("ix" + unit)
                            .function(i)
                            .hardware(Machines.model().build())
                            .build());
        }
        try (SimulatedHost other = SimulatedHost.of(machine.build())) {
            assertThat(other.physicalFunctions())
                    .extracting(PhysicalFunction::device)
                    .containsExactly("ix3", "ix5", "ix10");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ix0", "ixl0", "ice0"})
    void nicsPublishTheBuiltInSchemas(String device) {
        PfSchema builtIn =
                BuiltInSchemas.find(device.substring(0, device.length() - 1)).orElseThrow();
        byte[] packed = host.operate(kernel -> kernel.packedSchema(device));
        assertThat(packed).isEqualTo(SchemaNvlist.pack(builtIn));
        assertThat(host.physicalFunction(device).schema()).hasToString(builtIn.toString());
    }

    @Test
    void otherDevicesHaveSchemasOfTheirOwn() {
        assertThat(host.physicalFunction("nvme0").schema().vf().find("queue-pairs")).isPresent();
        assertThat(host.physicalFunction("qat0").schema().pf().find("services")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"ix0, 63, 64", "ixl0, 64, 65", "ice0, 248, 249", "nvme0, 32, 33", "qat0, 7, 8"})
    void takesSoManyVfsAndNoMore(String device, int most, int tooMany) {
        PhysicalFunction pf = host.physicalFunction(device);
        Errno errno = tooMany > pf.status().totalVfs() ? Errno.EINVAL : Errno.ENOSPC;
        assertErrno(errno, () -> pf.configure(Configs.vfs(pf, tooMany)));
        pf.configure(Configs.vfs(pf, most));
        PfStatus status = pf.status();
        assertThat(status.vfs()).hasSize(most).allMatch(vf -> vf.driver().isPresent());
        assertThat(status.vfs())
                .extracting(vf -> vf.address().bus())
                .containsOnly(status.address().bus());
        SriovCapability sriov = SriovCapability.find(pf.configSpace()).orElseThrow();
        assertThat(sriov.vfEnable()).isTrue();
        assertThat(sriov.numVfs()).isEqualTo(most);
        pf.delete();
        assertThat(pf.status().vfs()).isEmpty();
    }

    @Test
    void unitsOfOneDriverAreSharedByItsPfs() {
        for (String device : List.of("ixl0", "ice0", "nvme0")) {
            PhysicalFunction pf = host.physicalFunction(device);
            pf.configure(Configs.vfs(pf, 2));
        }
        assertThat(host.physicalFunction("ice0").status().vfs())
                .extracting(vf -> vf.driver().orElseThrow())
                .containsExactly("iavf2", "iavf3");
        assertThat(host.physicalFunction("nvme0").status().vfs())
                .extracting(vf -> vf.driver().orElseThrow())
                .containsExactly("nvme1", "nvme2");
    }

    @Test
    void vfsInUseShowTheirUsers() {
        PhysicalFunction ix0 = host.physicalFunction("ix0");
        ix0.configure(Configs.firstPassthrough(ix0, 2));
        host.operate(kernel -> {
            kernel.assignToGuest("ix0", 0, "vm1");
            kernel.useInterface("ix0", 1, "interface %s is up");
            return true;
        });
        assertThat(ix0.status().vfs())
                .flatExtracting(vf -> vf.uses())
                .containsExactly(
                        new VfUse("guest vm1 through ppt0", true),
                        new VfUse("interface ixv0 is up", false));
    }

    @Test
    void nodesAreWhereFreeBsdHasThem() {
        assertThat(host.physicalFunction("ix0").node()).isEqualTo("/dev/iov/ix0");
    }

    @Test
    void theServiceLoaderFindsIt() {
        try (Host found = HostPlatforms.installed().open("sim")) {
            assertThat(found.name()).isEqualTo("sim");
            assertThat(found.physicalFunctions()).hasSize(5);
            found.records().write("ix0", "text");
            assertThat(found.records().read("ix0")).contains("text");
        }
    }
}
