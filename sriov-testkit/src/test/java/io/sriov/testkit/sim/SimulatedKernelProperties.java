package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.HostException;
import io.sriov.host.VfStatus;
import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.BusSnapshot;
import io.sriov.testkit.sim.bus.MemoryTarget;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// What holds for any machine and any order of operations.
class SimulatedKernelProperties {
    /// A device with VFs where somebody put them, and room for them or not.
    record Hardware(
            boolean ari, int offset, int stride, int totalVfs, int barShift, int windowMib) {
        SimulatedKernel kernel() {
            PfModel model =
                    Machines.model()
                            .totalVfs(totalVfs)
                            .placements(List.of(VfPlacement.of(ari, offset, stride)))
                            .vfBars(List.of(BarModel.wide(0, 1L << barShift)))
                            .build();
            PortModel port =
                    Machines.port()
                            .ariForwarding(ari)
                            .window(new BridgeWindow(0xc000_0000L, (long) windowMib << 20))
                            .build();
            return new SimulatedKernel(Machines.machine(port, model, Machines.driver()));
        }
    }

    @Provide
    Arbitrary<Hardware> hardware() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 300),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(0, 64),
                        Arbitraries.integers().between(12, 22),
                        Arbitraries.integers().between(1, 64))
                .as(Hardware::new);
    }

    /// FreeBSD's own arithmetic, written out: does the request fit, by TotalVFs, bus, slot and
    /// memory?
    private static boolean fits(Hardware h, int numVfs) {
        int last = 0x300 + h.offset() + (numVfs - 1) * h.stride();
        boolean onBus = (last & 0xffff) >> 8 == 3;
        boolean reachable = h.ari() || ((last >> 3) & 0x1f) == 0;
        long bar = 1L << h.barShift();
        long firstFree = (0xc000_0000L + 0x8_0000 + bar - 1) / bar * bar;
        boolean room = firstFree + numVfs * bar <= 0xc000_0000L + ((long) h.windowMib() << 20);
        return numVfs <= h.totalVfs() && onBus && reachable && room;
    }

    @Property(tries = 300)
    void vfsAreWhereTheArithmeticSaysOrNotAtAll(
            @ForAll("hardware") Hardware h, @ForAll @IntRange(min = 1, max = 64) int numVfs) {
        SimulatedKernel kernel = h.kernel();
        boolean done = true;
        try {
            kernel.configure("ix0", Packed.vfs(numVfs).bytes());
        } catch (HostException e) {
            done = false;
        }
        assertThat(done).isEqualTo(fits(h, numVfs));
        List<Integer> model = new ArrayList<>();
        for (int i = 0; done && i < numVfs; i++) {
            model.add(0x300 + h.offset() + i * h.stride());
        }
        assertThat(kernel.status("ix0").vfs())
                .extracting(vf -> vf.address().routingId().value())
                .containsExactlyElementsOf(model);
        if (done) {
            memoryOfVfsDoesNotOverlap(kernel, h, numVfs);
        }
    }

    private static void memoryOfVfsDoesNotOverlap(SimulatedKernel kernel, Hardware h, int numVfs) {
        SriovCapability sriov = SriovCapability.read(kernel.configSpace("ix0"), Machines.SRIOV);
        long base = sriov.assignedVfBars().getFirst().base();
        Set<RoutingId> owners = new HashSet<>();
        for (int i = 0; i < numVfs; i++) {
            List<MemoryTarget> targets = kernel.bus().targetsOf(base + ((long) i << h.barShift()));
            assertThat(targets).hasSize(1);
            owners.add(targets.getFirst().function());
        }
        assertThat(owners).hasSize(numVfs);
    }

    /// Registers as they must be again after VFs are gone: what FreeBSD leaves behind (System Page
    /// Size, ARI Capable Hierarchy, with which First VF Offset and VF Stride change, the addresses
    /// in VF BARs, Bus Master Enable of VFs that are no more) is left out.
    private static SriovCapability normalised(SimulatedKernel kernel, boolean ari) {
        ConfigSpaceImage config = ConfigSpaceImage.of(new byte[4096]);
        for (int at = 0; at < SriovCapability.LENGTH; at += 4) {
            boolean left =
                    at == SriovCapability.SYSTEM_PAGE_SIZE
                            || (ari && at == SriovCapability.FIRST_VF_OFFSET)
                            || at >= SriovCapability.VF_BAR0;
            config.write32(
                    0x100 + at, left ? 0 : kernel.configSpace("ix0").read32(Machines.SRIOV + at));
        }
        int control = config.read16(0x100 + SriovCapability.CONTROL);
        config.write16(
                0x100 + SriovCapability.CONTROL,
                control & ~SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
        return SriovCapability.read(config, 0x100);
    }

    @Property(tries = 200)
    void deleteAfterCreateGivesTheRegistersBack(
            @ForAll("hardware") Hardware h, @ForAll @IntRange(min = 1, max = 64) int numVfs) {
        Hardware steady = new Hardware(h.ari(), 1, h.stride(), 64, 12, 64);
        SimulatedKernel kernel = steady.kernel();
        SriovCapability initial = normalised(kernel, steady.ari());
        try {
            kernel.configure("ix0", Packed.vfs(numVfs).bytes());
        } catch (HostException e) {
            assertThat(fits(steady, numVfs)).isFalse();
            return;
        }
        kernel.delete("ix0");
        BusSnapshot once = kernel.bus().snapshot();
        assertThat(normalised(kernel, steady.ari())).isEqualTo(initial);
        kernel.configure("ix0", Packed.vfs(numVfs).bytes());
        kernel.delete("ix0");
        assertThat(kernel.bus().snapshot().changed())
                .as("and the second time leaves no more")
                .isEqualTo(once.changed());
    }

    /// One step of a random life.
    enum Step {
        CONFIGURE,
        DELETE,
        DETACH_VF,
        ATTACH_VF,
        GUEST,
        INTERFACE,
        RELEASE
    }

    @Property(tries = 200)
    void anyOrderOfOperationsKeepsTheKernelSound(
            @ForAll @Size(max = 30) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 6) int numVfs) {
        SimulatedKernel kernel =
                new SimulatedKernel(
                        Machines.machine(
                                Machines.port().build(),
                                Machines.model().build(),
                                Machines.driver()));
        for (int i = 0; i < steps.size(); i++) {
            int vf = i % numVfs;
            try {
                switch (steps.get(i)) {
                    case CONFIGURE ->
                            kernel.configure("ix0", Packed.vfs(numVfs).passthrough(0).bytes());
                    case DELETE -> kernel.delete("ix0");
                    case DETACH_VF -> kernel.detachVf("ix0", vf);
                    case ATTACH_VF -> kernel.attachVf("ix0", vf);
                    case GUEST -> kernel.assignToGuest("ix0", vf, "vm");
                    case INTERFACE -> kernel.useInterface("ix0", vf, "interface %s is up");
                    case RELEASE -> kernel.releaseVf("ix0", vf);
                }
            } catch (HostException e) {
                assertThat(e.getMessage()).contains(e.errno().name());
            }
            sound(kernel);
        }
    }

    private static void sound(SimulatedKernel kernel) {
        SriovCapability sriov = SriovCapability.read(kernel.configSpace("ix0"), Machines.SRIOV);
        List<VfStatus> vfs = kernel.status("ix0").vfs();
        assertThat(sriov.vfEnable()).isEqualTo(!vfs.isEmpty());
        assertThat(sriov.numVfs()).isEqualTo(vfs.size());
        assertThat(vfs.stream().flatMap(vf -> vf.driver().stream()).toList())
                .doesNotHaveDuplicates();
        assertThat(vfs)
                .allSatisfy(vf -> {
                    assertThat(vf.uses().isEmpty() || vf.attached()).isTrue();
                    assertThat(vf.passthrough()).isEqualTo(vf.index() == 0);
                });
    }

    @Example
    void tenThousandVfsOnFortyPorts() {
        SimulatedMachine.Builder machine = SimulatedMachine.builder();
        for (int i = 0; i < 40; i++) {
            machine.addPort(
                    PortModel.builder()
                            .secondaryBus(1 + i)
                            .window(new BridgeWindow(0x10_0000_0000L + ((long) i << 26), 1 << 26))
                            .build());
            machine.addPf(
                    Machines.pf(Machines::driver)
                            .device("ix" + i)
                            .bus(1 + i)
                            .hardware(
                                    Machines.model()
                                            .totalVfs(255)
                                            .placements(List.of(VfPlacement.of(true, 1, 1)))
                                            .build())
                            .build());
        }
        SimulatedKernel kernel = new SimulatedKernel(machine.build());
        byte[] packed = Packed.vfs(255).bytes();
        kernel.devices().forEach(device -> kernel.configure(device, packed));
        int vfs =
                kernel.devices().stream()
                        .mapToInt(device -> kernel.status(device).vfs().size())
                        .sum();
        assertThat(vfs).isEqualTo(10_200);
        assertThat(kernel.status("ix39").vfs().getLast().driver()).contains("ixv10199");
        kernel.devices().forEach(kernel::delete);
        assertThat(kernel.bus().clock().now().toSeconds()).isEqualTo(40);
    }
}
