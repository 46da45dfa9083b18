package io.sriov.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Interruption;
import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Errno;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.plan.Plan;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigDocument;
import io.sriov.schema.config.ConfigReader;
import io.sriov.schema.config.ConfigResult;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedHost;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.SimulatedPfDriver;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/embedding.md` shows.
class EmbeddingDocsTest {

    private static IovConfig config(Sriov sriov, int numVfs) {
        return IovConfig.builder(sriov.schema("ix0"), "ix0")
                .numVfs(numVfs)
                .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                .build();
    }

    @Test
    void fromATextToVfs(@TempDir Path directory) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("ix0.conf"),
                        "PF { device : ix0; num_vfs : 4; }\nVF-0 { passthrough : true; }\n");
        // snippet: main-job
        try (Sriov sriov = Sriov.open("sim")) {
            ConfigDocument document = ConfigReader.standard().read(file);
            PfSchema schema = sriov.schema(document.device().orElseThrow());
            ConfigResult checked = document.validate(schema);
            checked.report().diagnostics().forEach(System.err::println);

            Plan plan = sriov.plan(checked.config().orElseThrow());
            System.out.println(plan.toText());
            Outcome outcome = sriov.apply(plan);
            System.out.println(outcome.toText());

            for (VfStatus vf : sriov.status("ix0").vfs()) {
                System.out.println(vf.index() + " at " + vf.address() + " " + vf.driver());
            }
        }
        // end
        try (Sriov sriov = Sriov.open("sim")) {
            Plan plan = sriov.plan(config(sriov, 4));
            assertThat(sriov.apply(plan)).isInstanceOf(Outcome.Committed.class);
            assertThat(sriov.status("ix0").vfs()).hasSize(4);
        }
    }

    @Test
    void whatAPlanSays() {
        try (Sriov sriov = Sriov.open("sim")) {
            sriov.apply(sriov.plan(config(sriov, 4)));
            assertThat(sriov.plan(config(sriov, 4)).isEmpty()).isTrue();
            IovConfig changed = config(sriov, 8);
            // snippet: inspect
            Plan plan = sriov.plan(changed);
            plan.steps().forEach(step -> System.out.println(step.description()));
            plan.differences().forEach(System.out::println);
            System.out.println(plan.impact().destroyed().size() + " VFs would be destroyed");
            // end
            assertThat(plan.steps()).hasSize(2);
            assertThat(plan.impact().destroyed()).hasSize(4);
        }
    }

    @Test
    void consentIsExplicit() {
        SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard());
        try (Sriov sriov = Sriov.open(host)) {
            sriov.apply(sriov.plan(config(sriov, 4)));
            host.operate(kernel -> {
                kernel.useInterface("ix0", 1, "interface ixv1 is up");
                return kernel;
            });
            Plan plan = sriov.plan(config(sriov, 8));
            assertThat(plan.impact().consentNeeded()).isTrue();
            // snippet: consent
            ApplyOptions options = ApplyOptions.defaults();
            if (plan.impact().consentNeeded()) {
                plan.impact()
                        .inUse()
                        .forEach(vf -> System.out.println(vf.index() + ": " + vf.uses()));
                options = options.withConsent(Consent.forDevice("ix0"));
            }
            Outcome outcome = sriov.apply(plan, options);
            // end
            assertThat(outcome.committed()).isTrue();
            assertThat(sriov.status("ix0").numVfs()).isEqualTo(8);
        }
    }

    @Test
    void everyOutcomeSaysWhatToDo() {
        try (Sriov sriov = Sriov.open("sim")) {
            Plan plan = sriov.plan(config(sriov, 64));
            // snippet: outcome
            String line =
                    switch (sriov.apply(plan)) {
                        case Outcome.Committed done -> done.device() + " is configured";
                        case Outcome.Restored back -> "nothing changed: " + back.cause().message();
                        case Outcome.NeedsAttention open -> "look at " + open.differences();
                    };
            // end
            assertThat(line).startsWith("nothing changed: ").contains("ENOSPC");
        }
    }

    @Test
    void interruptedAppliesArePutRight() {
        try (Sriov sriov = Sriov.open("sim")) {
            // snippet: recover
            for (Interruption interruption : sriov.interruptions()) {
                System.out.println(interruption);
            }
            for (Recovery recovery : sriov.recover(ApplyOptions.defaults())) {
                System.out.println(recovery.device() + ": " + recovery.outcome().label());
            }
            // end
            assertThat(sriov.interruptions()).isEmpty();
        }
    }

    @Test
    void aGuestHoldsItsVf() {
        // snippet: simulated-guest
        SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard());
        try (Sriov sriov = Sriov.open(host)) {
            sriov.apply(sriov.plan(config(sriov, 4)));
            host.operate(kernel -> {
                kernel.assignToGuest("ix0", 0, "vm1");
                return kernel;
            });
            Plan removal = sriov.planRemoval("ix0");
            System.out.println(removal.impact().held());
        }
        // end
        try (Sriov sriov = Sriov.open(SimulatedHost.of(SimulatedMachine.standard()))) {
            sriov.apply(sriov.plan(config(sriov, 4)));
            assertThat(sriov.planRemoval("ix0").impact().blocked()).isFalse();
        }
    }

    @Test
    void otherMachinesAreBuilt() {
        // snippet: machine
        SimulatedMachine machine =
                SimulatedMachine.builder()
                        .addPort(
                                PortModel.builder()
                                        .secondaryBus(0x10)
                                        .window(new BridgeWindow(0x10_0000_0000L, 16 << 20))
                                        .build())
                        .addPf(
                                PfDefinition.builder()
                                        .device("acc0")
                                        .bus(0x10)
                                        .hardware(
                                                PfModel.builder()
                                                        .vendorId(0x1234)
                                                        .deviceId(0x0001)
                                                        .vfDeviceId(0x0002)
                                                        .totalVfs(16)
                                                        .addPlacement(VfPlacement.of(true, 8, 1))
                                                        .addBar(BarModel.wide(0, 64 << 10))
                                                        .addVfBar(BarModel.wide(0, 16 << 10))
                                                        .build())
                                        .pfDriver(() ->
                                                SimulatedPfDriver.of(
                                                        BuiltInSchemas.find("ix").orElseThrow()))
                                        .build())
                        .build();
        // end
        try (Sriov sriov = Sriov.open(SimulatedHost.of(machine))) {
            IovConfig config = IovConfig.builder(sriov.schema("acc0"), "acc0").numVfs(16).build();
            assertThat(sriov.apply(sriov.plan(config)).committed()).isTrue();
            assertThat(sriov.status("acc0").vf(15).orElseThrow().address())
                    .isEqualTo(PciAddress.parse("0000:10:02.7"));
        }
    }

    // snippet: driver
    public static final class AcceleratorDriver implements PfDriver {
        private static final PfSchema SCHEMA =
                PfSchema.ofDriver(
                        List.of(),
                        List.of(
                                Parameter.builder()
                                        .name("queues")
                                        .type(ParameterType.UINT8)
                                        .defaultValue(new ParameterValue.Uint(2))
                                        .description("How many request queues the VF has.")
                                        .build()));
        private long free = 32;

        @Override
        public PfSchema schema() {
            return SCHEMA;
        }

        @Override
        public void init(int numVfs, DriverParameters pf) {
            free = 32;
        }

        @Override
        public void addVf(int index, DriverParameters vf) throws PfDriverException {
            long queues = vf.uint("queues").orElseThrow();
            if (queues > free) {
                throw new PfDriverException(
                        Errno.ENOSPC,
                        "VF-" + index + " asks for " + queues + " queues; " + free + " are left");
            }
            free -= queues;
        }

        @Override
        public void uninit() {}
    }

    public static final class AcceleratorDrivers implements PfDriverProvider {
        @Override
        public String name() {
            return "accel";
        }

        @Override
        public boolean supports(PfIdentity pf) {
            return pf.vendorId() == 0x1234;
        }

        @Override
        public PfDriver attach(PfIdentity pf) {
            return new AcceleratorDriver();
        }
    }

    // end

    @Test
    void aPlugInBringsItsDriver() throws PfDriverException {
        PfIdentity pf = new PfIdentity(PciAddress.parse("0000:10:00.0"), 0x1234, 1, 0x0b4000, "");
        PfDriver driver = PfDrivers.of(List.of(new AcceleratorDrivers())).attach(pf).orElseThrow();
        assertThat(driver.schema().vf().find("queues")).isPresent();
        assertThat(PfDrivers.installed().attach(pf)).isEmpty();
    }
}
