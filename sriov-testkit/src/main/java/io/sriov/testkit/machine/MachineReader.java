package io.sriov.testkit.machine;

import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.text.Document;
import io.sriov.schema.text.DocumentReader;
import io.sriov.schema.text.KeyedValues;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.ShapeCode;
import io.sriov.schema.text.TextFormat;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.SimulatedMachine;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SimulatedBus;
import io.sriov.testkit.sim.bus.SwitchModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads descriptions of machines; every problem of a file at once, none thrown. Thread-safe.
///
/// A description says `format` and `version` first, see [#FORMAT], then the `ports`, the `switches`
/// below them, and the `pfs`. `docs/simulation.md` shows all keys.
public final class MachineReader {
    /// What `format` of a description is.
    public static final String FORMAT = "simulated SR-IOV machine";

    /// What `version` of a description is.
    public static final int VERSION = 1;

    private static final DocumentReader DOCUMENTS =
            DocumentReader.builder().withoutVariables().withByteEscapes().build();

    private final Problems problems = new Problems();
    private final PortReader ports = new PortReader(problems);
    private final PfReader pfs = new PfReader(problems);
    private final SimulatedBus.Builder bus = SimulatedBus.builder();
    private final List<PortModel> rootPorts = new ArrayList<>();
    private final List<SwitchModel> switches = new ArrayList<>();
    private final Map<Integer, Map<PfDefinition, Node>> pfsByBus = new TreeMap<>();

    private MachineReader() {}

    /// {@return the machine of a file: YAML for `.yaml` and `.yml`, else UCL, of which JSON is a
    /// subset}
    ///
    /// @param file a regular file
    public static MachineResult read(Path file) {
        return read(DOCUMENTS.read(file));
    }

    /// {@return the machine of a text}
    ///
    /// @param name what messages call the text
    /// @param text the text
    /// @param format its format
    public static MachineResult read(String name, String text, TextFormat format) {
        return read(DOCUMENTS.read(name, text, format));
    }

    /// {@return the machine of a document}
    ///
    /// @param document what was read
    public static MachineResult read(Document document) {
        var reader = new MachineReader();
        reader.problems.found().addAll(document.report().diagnostics());
        Optional<SimulatedMachine> machine = document.root().flatMap(reader::machine);
        var report = DiagnosticReport.inTextOrder(reader.problems.found(), document.sources());
        return new MachineResult(report.hasErrors() ? Optional.empty() : machine, report);
    }

    private Optional<SimulatedMachine> machine(Node root) {
        return problems.part(
                root,
                "a machine",
                values -> {
                    SimulatedMachine.Builder machine = SimulatedMachine.builder();
                    checkFormat(values);
                    values.integer("domain", 0, 0xffff_ffffL).ifPresent(machine::domain);
                    values.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE).ifPresent(machine::seed);
                    HardwareReader.number(values, "page-shift", 12, 30, machine::pageShift);
                    HardwareReader.number(
                            values, "max-config", 0, Integer.MAX_VALUE, machine::maxConfig);
                    values.bool("enable-ari").ifPresent(machine::enableAri);
                    values.bool("vmm").ifPresent(machine::vmm);
                    values.bool("knows-vlan").ifPresent(machine::knowsVlan);
                    values.node("further-types").ifPresent(node -> furtherTypes(node, machine));
                    for (Node node : values.list("ports")) {
                        ports.port(node).filter(port -> fits(node, port)).ifPresent(rootPorts::add);
                    }
                    for (Node node : values.list("switches")) {
                        boolean above = problems.found().isEmpty();
                        ports.aSwitch(node)
                                .filter(one -> !above || fits(node, one))
                                .ifPresent(switches::add);
                    }
                    boolean above = problems.found().isEmpty();
                    for (Node node : values.list("pfs")) {
                        pfs.pf(node)
                                .filter(pf -> !above || fits(node, pf))
                                .ifPresent(machine::addPf);
                    }
                    if (problems.found().isEmpty()) {
                        pfsByBus.forEach(this::requireFunction0);
                    }
                    return machine.ports(rootPorts).switches(switches)::build;
                });
    }

    private static void checkFormat(KeyedValues values) {
        if (!values.has("format")) {
            values.problem(
                    ShapeCode.MISSING_KEY,
                    "a machine has no 'format'",
                    values.origin(),
                    "begin it with format: " + FORMAT);
        }
        Problems.require(values, "version");
        values.string("format")
                .filter(format -> !format.equals(FORMAT))
                .ifPresent(format ->
                        values.problem(
                                MachineCode.WRONG_FORMAT,
                                "'" + format + "' is no description of a machine",
                                values.origin("format"),
                                "a description begins with format: " + FORMAT));
        values.integer("version", 0, Integer.MAX_VALUE)
                .ifPresent(version -> {
                    if (version != VERSION) {
                        values.problem(
                                MachineCode.WRONG_FORMAT,
                                "this is version " + version + " of the format, not " + VERSION,
                                values.origin("version"),
                                null);
                    }
                });
    }

    private void furtherTypes(Node node, SimulatedMachine.Builder machine) {
        problems.part(
                node,
                "further types",
                values -> {
                    for (String name : values.keys()) {
                        values.choice(name, List.of(NvType.values()))
                                .ifPresent(form -> machine.putFurtherType(name, form));
                    }
                    return () -> true;
                });
    }

    /// Whether a part fits to those before it; if not, that is reported where the part is.
    private boolean fits(Node node, PortModel port) {
        return fits(node, () -> bus.port(port));
    }

    private boolean fits(Node node, SwitchModel model) {
        return fits(node, () -> bus.device(model));
    }

    private boolean fits(Node node, PfDefinition pf) {
        return fits(
                node,
                () -> {
                    bus.function(pf.bus(), pf.function(), pf.hardware());
                    Map<PfDefinition, Node> device =
                            pfsByBus.computeIfAbsent(pf.bus(), _ -> new LinkedHashMap<>());
                    SimulatedMachine.builder()
                            .ports(rootPorts)
                            .switches(switches)
                            .pfs(device.keySet())
                            .addPf(pf)
                            .build()
                            .hardware();
                    device.put(pf, node);
                });
    }

    /// Where function 0 is not there, nobody looks for others (PCIe 6.0 §7.5.1.1.9).
    private void requireFunction0(int bus, Map<PfDefinition, Node> device) {
        if (device.keySet().stream().anyMatch(pf -> pf.function() == 0)) {
            return;
        }
        Node first = device.values().iterator().next();
        problems.found()
                .add(
                        Diagnostic.error(
                                        MachineCode.IMPOSSIBLE_HARDWARE,
                                        "there is no function 0 on bus "
                                                + bus
                                                + ", and so no other",
                                        Problems.at(first, "function"))
                                .withHint("write function: 0, or describe function 0 too"));
    }

    private boolean fits(Node node, Runnable added) {
        try {
            added.run();
            return true;
        } catch (IllegalArgumentException e) {
            problems.found()
                    .add(
                            Diagnostic.error(
                                    MachineCode.IMPOSSIBLE_HARDWARE,
                                    String.valueOf(e.getMessage()),
                                    node.origin()));
            return false;
        }
    }
}
