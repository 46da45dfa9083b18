package io.sriov.testkit.machine;

import static io.sriov.testkit.machine.HardwareReader.number;
import static io.sriov.testkit.machine.Problems.require;

import io.sriov.schema.PfSchema;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.file.BuiltInSchemas;
import io.sriov.schema.file.SchemaReader;
import io.sriov.schema.file.SchemaResult;
import io.sriov.schema.text.Document;
import io.sriov.schema.text.KeyedValues;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.ShapeCode;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.PfDefinition;
import io.sriov.testkit.sim.bus.PfModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the PFs of a description, in their order. For one description; not thread-safe.
final class PfReader {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(us|ms|s)");

    private static final int MAX_DIGITS = 9;

    /// Says of a PF or its VFs that they have no driver, or that a PF has no schema.
    private static final String NONE = "none";

    private final Problems problems;
    private final HardwareReader hardware;
    private final Map<String, Integer> units = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    PfReader(Problems problems) {
        this.problems = problems;
        this.hardware = new HardwareReader(problems);
    }

    Optional<PfDefinition> pf(Node node) {
        return problems.part(
                node,
                "a PF",
                values -> {
                    Optional<DeviceProfile> profile = profile(values);
                    PfDefinition.Builder pf =
                            profile.map(known -> PfDefinition.of(known, nextUnit(known)))
                                    .orElseGet(PfDefinition::builder);
                    require(values, "bus");
                    if (!values.has("profile")) {
                        require(values, "device", "hardware", "schema");
                    }
                    Optional<String> device = values.string("device");
                    device.ifPresent(pf::device);
                    Set<String> own = new HashSet<>();
                    device.or(() -> profile.map(known -> known.driver() + lastUnit(known)))
                            .ifPresent(name -> claim(values, name, values.origin("device"), own));
                    number(values, "bus", 1, 255, pf::bus);
                    number(values, "function", 0, 7, pf::function);
                    number(values, "numa-node", 0, 0xffff, pf::numaNode);
                    values.bool("interface-up").ifPresent(pf::interfaceUp);
                    values.string("vf-driver")
                            .ifPresent(name ->
                                    pf.vfDriver(Optional.of(name).filter(n -> !n.equals(NONE))));
                    for (Node name : values.list("other-names")) {
                        otherName(values, name, pf);
                        claim(values, name.text(), name.origin(), own);
                    }
                    names.addAll(own);
                    hardware(values, profile.map(DeviceProfile::hardware)).ifPresent(pf::hardware);
                    values.node("schema")
                            .flatMap(schema -> schema(values, schema))
                            .ifPresent(pf::schema);
                    values.node("quirks").flatMap(this::quirks).ifPresent(pf::quirks);
                    return pf::build;
                });
    }

    private static void otherName(KeyedValues values, Node name, PfDefinition.Builder pf) {
        if (name instanceof Node.Scalar scalar && !scalar.text().isBlank()) {
            pf.addOtherName(scalar.text());
        } else {
            values.problem(
                    ShapeCode.WRONG_SHAPE,
                    "'other-names' must be names, not '" + name.text() + "'",
                    name.origin(),
                    null);
        }
    }

    /// A PF is asked for by any of its names, so each is of one PF.
    private void claim(KeyedValues values, String name, Origin at, Set<String> own) {
        own.add(name);
        if (names.contains(name)) {
            values.problem(
                    MachineCode.IMPOSSIBLE_HARDWARE,
                    "two PFs named " + name,
                    at,
                    "give one of them another 'device' or other names");
        }
    }

    private int nextUnit(DeviceProfile profile) {
        return units.merge(profile.driver(), 1, Integer::sum) - 1;
    }

    private int lastUnit(DeviceProfile profile) {
        return units.getOrDefault(profile.driver(), 1) - 1;
    }

    private static Optional<DeviceProfile> profile(KeyedValues values) {
        Optional<String> name = values.word("profile");
        Optional<DeviceProfile> profile = name.flatMap(DeviceProfile::named);
        if (name.isPresent() && profile.isEmpty()) {
            values.unknown(
                    "profile",
                    name.get(),
                    values.origin("profile"),
                    DeviceProfile.all().stream().map(DeviceProfile::name).toList());
        }
        return profile;
    }

    private Optional<PfModel> hardware(KeyedValues values, Optional<PfModel> known) {
        return values.node("hardware").flatMap(node -> hardware.hardware(node, known));
    }

    /// A schema by the name of a built-in one, or written out.
    private Optional<PfSchema> schema(KeyedValues values, Node node) {
        if (node instanceof Node.Scalar scalar) {
            Optional<PfSchema> found = BuiltInSchemas.find(scalar.text());
            if (found.isEmpty()) {
                values.unknown("schema", scalar.text(), node.origin(), BuiltInSchemas.drivers());
            }
            return found;
        }
        SchemaResult result =
                SchemaReader.read(
                        new Document(
                                node.origin().source(),
                                Optional.of(node),
                                DiagnosticReport.empty()));
        problems.found().addAll(result.report().diagnostics());
        return result.schema();
    }

    private Optional<DriverQuirks> quirks(Node node) {
        return problems.part(
                node,
                "quirks",
                values -> {
                    DriverQuirks.Builder quirks = DriverQuirks.builder();
                    values.bool("needs-interface-up").ifPresent(quirks::needsInterfaceUp);
                    number(values, "driver-limit", 0, 0xffff, quirks::driverLimit);
                    number(values, "creates-at-most", 0, 0xffff, quirks::createsAtMost);
                    number(values, "msix-pool", 0, 0xffff, quirks::msixPool);
                    values.bool("address-after-rebind").ifPresent(quirks::addressAfterRebind);
                    values.word("start-per-vf")
                            .flatMap(text -> duration(values, text))
                            .ifPresent(quirks::startPerVf);
                    return quirks::build;
                });
    }

    private static Optional<Duration> duration(KeyedValues values, String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            values.problem(
                    ShapeCode.WRONG_SHAPE,
                    "'start-per-vf' must be a duration, not " + text,
                    values.origin("start-per-vf"),
                    "write a number with us, ms or s, such as 350ms");
            return Optional.empty();
        }
        if (parts.group(1).length() > MAX_DIGITS) {
            values.problem(
                    ShapeCode.OUT_OF_RANGE,
                    "'start-per-vf' is " + text + ", which is too long",
                    values.origin("start-per-vf"),
                    "write a number of at most " + MAX_DIGITS + " digits");
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "us" -> Duration.ofNanos(1000 * number);
                    case "ms" -> Duration.ofMillis(number);
                    default -> Duration.ofSeconds(number);
                });
    }
}
