package io.sriov.testkit.machine;

import static io.sriov.schema.text.KeyedValues.word;

import io.sriov.pci.AcsCapability;
import io.sriov.schema.file.SchemaWriter;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SwitchModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Writes descriptions of machines, which [MachineReader] reads back as equal ones.
///
/// A device of [DeviceProfile#all()] is written as such where nothing about it has been changed,
/// every other with all of its hardware. Thread-safe.
public final class MachineWriter {
    private final JsonGenerator out;

    private MachineWriter(JsonGenerator out) {
        this.out = out;
    }

    /// {@return a machine as YAML}
    ///
    /// @param machine the machine
    /// @throws IllegalArgumentException if a PF has a driver of the caller's own, which no file can
    ///   hold, the message says which; or if the machine was made of a dump
    public static String toYaml(SimulatedMachine machine) {
        var text = new StringWriter();
        try (JsonGenerator yaml =
                new YAMLFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            write(machine, yaml);
        }
        return text.toString();
    }

    /// Writes a machine as one object, in whatever format the generator has.
    ///
    /// @param machine the machine
    /// @param out the generator; left open
    /// @throws IllegalArgumentException if a PF has a driver of the caller's own, or the machine
    ///   was made of a dump
    public static void write(SimulatedMachine machine, JsonGenerator out) {
        for (PfDefinition pf : machine.pfs()) {
            if (!pf.describedDriver() || pf.schema().isEmpty()) {
                throw new IllegalArgumentException(
                        pf.device()
                                + " has a driver of its own, which cannot be written down: give it"
                                + " a schema and quirks instead");
            }
        }
        boolean images =
                machine.pfs().stream().anyMatch(pf -> pf.hardware().registers().isPresent())
                        || machine.ports().stream().anyMatch(port -> port.registers().isPresent());
        if (images) {
            throw new IllegalArgumentException(
                    "the machine has the registers of a real one: keep its dump instead");
        }
        new MachineWriter(out).machine(machine);
    }

    private interface Body {
        void write();
    }

    private void object(Body body) {
        out.writeStartObject();
        body.write();
        out.writeEndObject();
    }

    private void object(String name, Body body) {
        out.writeName(name);
        object(body);
    }

    private void array(String name, Body body) {
        out.writeArrayPropertyStart(name);
        body.write();
        out.writeEndArray();
    }

    private void hexadecimal(String name, long value) {
        out.writeStringProperty(name, "0x" + Long.toHexString(value));
    }

    private void machine(SimulatedMachine machine) {
        SimulatedMachine usual = SimulatedMachine.builder().build();
        object(() -> {
            out.writeStringProperty("format", MachineReader.FORMAT);
            out.writeNumberProperty("version", MachineReader.VERSION);
            out.writeNumberProperty("domain", machine.domain());
            out.writeNumberProperty("seed", machine.seed());
            if (machine.pageShift() != usual.pageShift()) {
                out.writeNumberProperty("page-shift", machine.pageShift());
            }
            if (machine.maxConfig() != usual.maxConfig()) {
                out.writeNumberProperty("max-config", machine.maxConfig());
            }
            if (!machine.enableAri()) {
                out.writeBooleanProperty("enable-ari", false);
            }
            if (!machine.vmm()) {
                out.writeBooleanProperty("vmm", false);
            }
            if (!machine.knowsVlan()) {
                out.writeBooleanProperty("knows-vlan", false);
            }
            if (!machine.furtherTypes().isEmpty()) {
                object(
                        "further-types",
                        () ->
                                machine.furtherTypes()
                                        .forEach((name, form) ->
                                                out.writeStringProperty(name, word(form))));
            }
            array("ports", () -> machine.ports().forEach(port -> object(() -> port(port))));
            array(
                    "switches",
                    () -> machine.switches().forEach(model -> object(() -> aSwitch(model))));
            array("pfs", () -> machine.pfs().forEach(pf -> object(() -> pf(pf))));
        });
    }

    private void port(PortModel port) {
        out.writeNumberProperty("secondary-bus", port.secondaryBus());
        out.writeNumberProperty("subordinate-bus", port.subordinateBus());
        window("window", port.window());
        port.prefetchableWindow().ifPresent(one -> window("prefetchable-window", one));
        out.writeBooleanProperty("ari-forwarding", port.ariForwarding());
        acs(port.acs());
    }

    private void window(String name, BridgeWindow window) {
        object(
                name,
                () -> {
                    hexadecimal("base", window.base());
                    out.writeStringProperty("size", size(window.size()));
                });
    }

    private void acs(Collection<AcsCapability.Control> controls) {
        array("acs", () -> controls.forEach(control -> out.writeString(word(control))));
    }

    private void aSwitch(SwitchModel model) {
        out.writeNumberProperty("bus", model.bus());
        out.writeNumberProperty("secondary-bus", model.secondaryBus());
        out.writeNumberProperty("subordinate-bus", model.subordinateBus());
        window("window", model.window());
        model.prefetchableWindow().ifPresent(one -> window("prefetchable-window", one));
        array("ports", () -> model.ports().forEach(port -> object(() -> port(port))));
    }

    private void pf(PfDefinition pf) {
        out.writeStringProperty("device", pf.device());
        var profile =
                DeviceProfile.all().stream()
                        .filter(one -> one.hardware().equals(pf.hardware()))
                        .findFirst();
        profile.ifPresent(one -> out.writeStringProperty("profile", one.name()));
        out.writeNumberProperty("bus", pf.bus());
        out.writeNumberProperty("function", pf.function());
        pf.numaNode().ifPresent(node -> out.writeNumberProperty("numa-node", node));
        if (!pf.interfaceUp()) {
            out.writeBooleanProperty("interface-up", false);
        }
        out.writeStringProperty("vf-driver", pf.vfDriver().orElse("none"));
        if (!pf.otherNames().isEmpty()) {
            array("other-names", () -> pf.otherNames().forEach(out::writeString));
        }
        if (profile.isEmpty()) {
            object("hardware", () -> hardware(pf.hardware()));
        }
        pf.schema()
                .filter(schema -> profile.filter(one -> one.schema().equals(schema)).isEmpty())
                .ifPresent(schema -> {
                    out.writeName("schema");
                    SchemaWriter.write(schema, out);
                });
        object("quirks", () -> quirks(pf.quirks()));
    }

    private void hardware(PfModel model) {
        hexadecimal("vendor-id", model.vendorId());
        hexadecimal("device-id", model.deviceId());
        hexadecimal("class-code", model.classCode());
        out.writeNumberProperty("revision", model.revisionId());
        hexadecimal("subsystem-id", model.subsystemId());
        array("bars", () -> model.bars().forEach(this::bar));
        out.writeNumberProperty("msix-vectors", model.msixVectors());
        out.writeNumberProperty("total-vfs", model.totalVfs());
        hexadecimal("vf-device-id", model.vfDeviceId());
        array("placements", () -> model.placements().forEach(this::placement));
        hexadecimal("page-sizes", model.supportedPageSizes());
        array("vf-bars", () -> model.vfBars().forEach(this::bar));
        out.writeNumberProperty("vf-msix-vectors", model.vfMsixVectors());
        out.writeBooleanProperty("ari-capable", model.ariCapable());
        acs(model.acs());
    }

    private void bar(BarModel bar) {
        object(() -> {
            out.writeNumberProperty("bar", bar.index());
            out.writeStringProperty("size", size(bar.size()));
            out.writeBooleanProperty("wide", bar.is64Bit());
            out.writeBooleanProperty("prefetchable", bar.prefetchable());
        });
    }

    private void placement(VfPlacement placement) {
        object(() -> {
            out.writeBooleanProperty("ari", placement.ari());
            out.writeNumberProperty("from-num-vfs", placement.fromNumVfs());
            out.writeNumberProperty("first-vf-offset", placement.firstVfOffset());
            out.writeNumberProperty("vf-stride", placement.vfStride());
        });
    }

    private void quirks(DriverQuirks quirks) {
        if (quirks.needsInterfaceUp()) {
            out.writeBooleanProperty("needs-interface-up", true);
        }
        quirks.driverLimit().ifPresent(limit -> out.writeNumberProperty("driver-limit", limit));
        quirks.createsAtMost()
                .ifPresent(limit -> out.writeNumberProperty("creates-at-most", limit));
        quirks.msixPool().ifPresent(vectors -> out.writeNumberProperty("msix-pool", vectors));
        if (quirks.addressAfterRebind()) {
            out.writeBooleanProperty("address-after-rebind", true);
        }
        if (!quirks.startPerVf().isZero()) {
            out.writeStringProperty("start-per-vf", duration(quirks.startPerVf()));
        }
    }

    /// A size with the greatest unit of which it is whole.
    private static String size(long bytes) {
        List<String> units = List.of("", "KiB", "MiB", "GiB", "TiB");
        int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, units.size() - 1);
        return (bytes >> (10 * unit)) + units.get(unit);
    }

    private static String duration(Duration duration) {
        return duration.toMillis() * 1_000_000 == duration.toNanos()
                ? duration.toMillis() + "ms"
                : duration.toNanos() / 1000 + "us";
    }
}
