package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sriov.Sriov;
import io.sriov.apply.ApplyListener;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.config.IovConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plan, apply, verify, restore over hardware that behaves as hardware does.
class SriovOnSimulatedHostTest {
    private final SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard());
    private final Sriov sriov = Sriov.open(host);

    private IovConfig vfs(String device, int numVfs) {
        return Configs.vfs(host.physicalFunction(device), numVfs);
    }

    /// All registers but those that FreeBSD leaves as they came to be: ARI Capable Hierarchy stays
    /// set, First VF Offset and VF Stride follow it, and VF BARs keep the addresses of memory that
    /// has been given back.
    private List<String> registers(String device) {
        ConfigSpace space = host.physicalFunction(device).configSpace();
        int at = SriovCapability.find(space).orElseThrow().offset();
        var values = new ArrayList<String>();
        for (int offset = 0; offset < ConfigSpace.SIZE; offset += 4) {
            long value = space.read32(offset);
            int register = offset - at;
            if (register == SriovCapability.CONTROL) {
                value &= ~SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY;
            }
            boolean kept =
                    register == SriovCapability.FIRST_VF_OFFSET
                            || (register >= SriovCapability.VF_BAR0
                                    && register < SriovCapability.VF_MIGRATION_STATE);
            if (value != 0 && !kept) {
                values.add("%03x: %08x".formatted(offset, value));
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ix0", "ixl0", "ice0", "nvme0", "qat0"})
    void everyPfIsConfiguredOnceAndForAll(String device) {
        Outcome outcome = sriov.apply(sriov.plan(vfs(device, 5)));

        assertThat(outcome.label()).as(outcome.toText()).isEqualTo("COMMITTED");
        assertThat(sriov.status(device).vfs()).hasSize(5).allMatch(VfStatus::attached);
        assertThat(sriov.plan(vfs(device, 5)).isEmpty()).isTrue();
        assertThat(sriov.inventory()).filteredOn(PfStatus::enabled).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ix0", "ixl0", "ice0", "nvme0", "qat0"})
    void removalGivesTheRegistersBack(String device) {
        List<String> fresh = registers(device);
        cycle(device, 3);
        assertThat(registers(device)).isEqualTo(fresh);
        cycle(device, 7);
        assertThat(registers(device)).isEqualTo(fresh);
    }

    private void cycle(String device, int numVfs) {
        assertThat(sriov.apply(sriov.plan(vfs(device, numVfs))).committed()).isTrue();
        assertThat(sriov.apply(sriov.planRemoval(device)).committed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ix0, 64, ENOSPC", "ice0, 256, ENOSPC", "qat0, 8, ENOSPC"})
    void whatTheHardwareCannotDoIsRestored(String device, int tooMany, Errno errno) {
        sriov.apply(sriov.plan(vfs(device, 4)));
        PfStatus before = sriov.status(device);
        int numVfsRegister = numVfs(device);

        Outcome outcome = sriov.apply(sriov.plan(vfs(device, tooMany)));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.Restored.class))
                .satisfies(restored -> assertThat(restored.cause().errno()).contains(errno));
        assertThat(sriov.status(device)).isEqualTo(before);
        assertThat(numVfs(device)).isEqualTo(numVfsRegister).isEqualTo(4);
        assertThat(sriov.plan(vfs(device, 4)).isEmpty()).isTrue();
    }

    private int numVfs(String device) {
        return SriovCapability.find(host.physicalFunction(device).configSpace())
                .orElseThrow()
                .numVfs();
    }

    @Test
    void aVfThatItsDriverRefusesIsFoundAndRestored() {
        SimulatedMachine machine =
                Machines.machine(
                        Machines.port().build(),
                        Machines.model().build(),
                        Machines.driver().refusing(3));
        SimulatedHost other = SimulatedHost.of(machine);
        Sriov onOther = Sriov.open(other);
        PhysicalFunction ix0 = other.physicalFunction("ix0");
        onOther.apply(onOther.plan(Configs.firstPassthrough(ix0, 3)));
        PfStatus before = onOther.status("ix0");

        Outcome outcome = onOther.apply(onOther.plan(Configs.vfs(ix0, 5)));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.Restored.class))
                .satisfies(restored ->
                        assertThat(restored.cause().message())
                                .contains("ix0 VF-3: present expected"));
        assertThat(onOther.status("ix0")).isEqualTo(before);
        assertThat(onOther.plan(Configs.firstPassthrough(ix0, 3)).isEmpty()).isTrue();
    }

    @Test
    void passthroughWithoutTheHypervisorsModuleIsDoneAndRemarked() {
        SimulatedHost other =
                SimulatedHost.of(
                        SimulatedMachine.builder()
                                .from(SimulatedMachine.standard())
                                .vmm(false)
                                .build());
        Sriov onOther = Sriov.open(other);

        Outcome outcome =
                onOther.apply(
                        onOther.plan(Configs.firstPassthrough(other.physicalFunction("ix0"), 2)));

        assertThat(outcome.committed()).isTrue();
        assertThat(outcome.remarks())
                .singleElement()
                .asString()
                .contains("no passthrough driver is attached to VF 0");
    }

    @Test
    void anotherProcessRecovers(@TempDir Path directory) {
        Path file = directory.resolve("machine.json");
        PfStatus before;
        try (Sriov process = Sriov.open(SimulatedHost.open(SimulatedMachine.standard(), file))) {
            process.apply(process.plan(config(process, 3)));
            before = process.status("ix0");
        }
        for (String fatal : List.of("destroy", "create", "read back", "record")) {
            try (Sriov dying = Sriov.open(SimulatedHost.open(SimulatedMachine.standard(), file))) {
                var died = new AssertionError("the process died");
                assertThatThrownBy(() ->
                                dying.apply(
                                        dying.plan(config(dying, 6)),
                                        ApplyOptions.defaults()
                                                .withListener(
                                                        new ApplyListener() {
                                                            @Override
                                                            public void started(
                                                                    String device, String action) {
                                                                if (action.startsWith(fatal)) {
                                                                    throw died;
                                                                }
                                                            }
                                                        })))
                        .isSameAs(died);
            }
            try (Sriov next = Sriov.open(SimulatedHost.open(SimulatedMachine.standard(), file))) {
                assertThat(next.interruptions()).hasSize(1);
                Outcome outcome = next.recover(ApplyOptions.defaults()).getFirst().outcome();
                if (fatal.equals("record")) {
                    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
                    assertThat(next.plan(config(next, 6)).isEmpty()).isTrue();
                } else {
                    assertThat(outcome).isInstanceOf(Outcome.Restored.class);
                    assertThat(next.status("ix0")).isEqualTo(before);
                    assertThat(next.plan(config(next, 3)).isEmpty()).isTrue();
                }
            }
        }
    }

    private static IovConfig config(Sriov sriov, int numVfs) {
        return Configs.vfs(sriov.host().physicalFunction("ix0"), numVfs);
    }

    @Test
    void thePlatformIsFoundByName() {
        try (Sriov found = Sriov.open("sim")) {
            assertThat(found.inventory())
                    .extracting(PfStatus::device)
                    .containsExactly("ice0", "ix0", "ixl0", "nvme0", "qat0");
        }
    }
}
