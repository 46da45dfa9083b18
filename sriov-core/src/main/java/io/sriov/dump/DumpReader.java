package io.sriov.dump;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.DiagnosticReport;
import io.sriov.schema.diagnostic.Origin;
import io.sriov.schema.text.Document;
import io.sriov.schema.text.DocumentReader;
import io.sriov.schema.text.KeyedValues;
import io.sriov.schema.text.Node;
import io.sriov.schema.text.TextFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads dumps; every problem of a file at once, none thrown. Thread-safe.
public final class DumpReader {
    /// What `format` of a dump is.
    public static final String FORMAT = "SR-IOV machine dump";

    /// What `version` of a dump is.
    public static final int VERSION = 1;

    private static final int MAX_16 = 0xffff;
    private static final Pattern ROW = Pattern.compile("[0-9a-f]{2,3}:( [0-9a-f]{2}){1,16}");
    private static final DocumentReader DOCUMENTS =
            DocumentReader.builder().withoutVariables().withByteEscapes().build();

    private final List<Diagnostic> problems = new ArrayList<>();

    private DumpReader() {}

    /// {@return the dump of a file: YAML for `.yaml` and `.yml`, else UCL, of which JSON is a
    /// subset}
    ///
    /// @param file a regular file
    public static DumpResult read(Path file) {
        return read(DOCUMENTS.read(file));
    }

    /// {@return the dump of a text}
    ///
    /// @param name what messages call the text
    /// @param text the text
    /// @param format its format
    public static DumpResult read(String name, String text, TextFormat format) {
        return read(DOCUMENTS.read(name, text, format));
    }

    /// {@return the dump of a document}
    ///
    /// @param document what was read
    public static DumpResult read(Document document) {
        var reader = new DumpReader();
        reader.problems.addAll(document.report().diagnostics());
        Optional<MachineDump> dump = document.root().flatMap(reader::dump);
        var report = DiagnosticReport.inTextOrder(reader.problems, document.sources());
        return new DumpResult(report.hasErrors() ? Optional.empty() : dump, report);
    }

    /// Reads a part; what makes no sense is reported where the part begins.
    private <T> Optional<T> part(Node node, String what, Function<KeyedValues, Supplier<T>> read) {
        int before = problems.size();
        KeyedValues values = new KeyedValues(node, what, problems::add);
        Supplier<T> built = read.apply(values);
        values.finish();
        if (problems.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(built.get());
        } catch (IllegalArgumentException e) {
            values.problem(
                    DumpCode.CONTRADICTION, String.valueOf(e.getMessage()), values.origin(), null);
            return Optional.empty();
        }
    }

    private Optional<MachineDump> dump(Node root) {
        return part(
                root,
                "a dump",
                values -> {
                    MachineDump.Builder dump = MachineDump.builder();
                    checkFormat(values);
                    require(values, "system", "functions");
                    values.string("system").ifPresent(dump::system);
                    values.bool("masked").ifPresent(dump::masked);
                    dump.unread(strings(values, "unread"));
                    List<Node> nodes = values.list("functions");
                    List<FunctionDump> functions =
                            nodes.stream().flatMap(node -> function(node).stream()).toList();
                    if (functions.size() == nodes.size()) {
                        MachineDump.contradictions(functions)
                                .forEach((number, found) ->
                                        values.problem(
                                                DumpCode.CONTRADICTION,
                                                found.message(),
                                                origin(nodes.get(number), found.key()),
                                                null));
                    }
                    return dump.functions(functions)::build;
                });
    }

    /// Where the value of a key of a section is.
    private static Origin origin(Node node, String key) {
        return node instanceof Node.Section section
                ? section.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .findFirst()
                        .map(entry -> entry.value().origin())
                        .orElse(node.origin())
                : node.origin();
    }

    private static void checkFormat(KeyedValues values) {
        require(values, "format", "version");
        values.string("format")
                .filter(format -> !format.equals(FORMAT))
                .ifPresent(format ->
                        values.problem(
                                DumpCode.WRONG_FORMAT,
                                "'" + format + "' is no dump of a machine",
                                values.origin("format"),
                                "iovctl dump makes one"));
        number(
                values,
                "version",
                Integer.MAX_VALUE,
                version -> {
                    if (version != VERSION) {
                        values.problem(
                                DumpCode.WRONG_FORMAT,
                                "this is version " + version + " of the format, not " + VERSION,
                                values.origin("version"),
                                "use the version of iovctl that made it, or a later one");
                    }
                });
    }

    private Optional<FunctionDump> function(Node node) {
        return part(
                node,
                "a function",
                values -> {
                    FunctionDump.Builder function = FunctionDump.builder();
                    require(
                            values,
                            "address",
                            "kind",
                            "vendor-id",
                            "device-id",
                            "config-bytes",
                            "config");
                    address(values, "address", function::address);
                    address(values, "above", function::above);
                    values.choice("kind", List.of(FunctionDump.Kind.values()))
                            .ifPresent(function::kind);
                    number(values, "vendor-id", MAX_16, function::vendorId);
                    number(values, "device-id", MAX_16, function::deviceId);
                    number(values, "class-code", 0xff_ffff, function::classCode);
                    number(values, "vf", MAX_16, function::vfIndex);
                    values.string("device").ifPresent(function::device);
                    function.otherNames(strings(values, "other-names"));
                    values.string("driver").ifPresent(function::driver);
                    values.bool("passthrough").ifPresent(function::passthrough);
                    number(values, "driver-limit", MAX_16, function::driverLimit);
                    number(values, "numa-node", Integer.MAX_VALUE, function::numaNode);
                    values.string("iommu-group").ifPresent(function::iommuGroup);
                    values.list("interfaces")
                            .forEach(
                                    one -> networkInterface(one).ifPresent(function::addInterface));
                    values.list("memory")
                            .forEach(one -> memory(one).ifPresent(function::addMemory));
                    function.unread(strings(values, "unread"));
                    config(values).ifPresent(function::configBytes);
                    return function::build;
                });
    }

    private static void require(KeyedValues values, String... keys) {
        for (String key : keys) {
            if (!values.has(key)) {
                values.missing(key);
            }
        }
    }

    private static void number(KeyedValues values, String key, int max, IntConsumer set) {
        values.integer(key, 0, max).ifPresent(value -> set.accept((int) value));
    }

    private static List<String> strings(KeyedValues values, String key) {
        List<String> strings = new ArrayList<>();
        for (Node node : values.list(key)) {
            if (node instanceof Node.Scalar scalar) {
                strings.add(scalar.text());
            } else {
                values.problem(
                        DumpCode.CONTRADICTION,
                        "'" + key + "' has " + node.text() + ", which is no string",
                        node.origin(),
                        null);
            }
        }
        return strings;
    }

    private static void address(KeyedValues values, String key, Consumer<PciAddress> set) {
        values.string(key)
                .ifPresent(text ->
                        PciAddress.tryParse(text)
                                .ifPresentOrElse(
                                        set,
                                        () ->
                                                values.problem(
                                                        DumpCode.CONTRADICTION,
                                                        "'" + text + "' is no PCI address",
                                                        values.origin(key),
                                                        "write it as 0000:03:00.0")));
    }

    private Optional<FunctionDump.Interface> networkInterface(Node node) {
        return part(
                node,
                "an interface",
                values -> {
                    require(values, "name");
                    String name = values.string("name").orElse("");
                    Optional<String> text = values.string("address");
                    Optional<MacAddress> address = text.flatMap(MacAddress::parse);
                    if (text.isPresent() && address.isEmpty()) {
                        values.problem(
                                DumpCode.CONTRADICTION,
                                "'" + text.get() + "' is no MAC address",
                                values.origin("address"),
                                null);
                    }
                    return () -> new FunctionDump.Interface(name, address);
                });
    }

    private Optional<FunctionDump.Memory> memory(Node node) {
        return part(
                node,
                "memory",
                values -> {
                    require(values, "use", "index", "base", "size", "wide", "prefetchable");
                    Optional<FunctionDump.Memory.Use> use =
                            values.choice("use", List.of(FunctionDump.Memory.Use.values()));
                    int index = (int) values.integer("index", 0, 5).orElse(0);
                    long base = values.integer("base", 0, Long.MAX_VALUE).orElse(0);
                    long size = values.integer("size", 1, Long.MAX_VALUE).orElse(1);
                    boolean wide = values.bool("wide").orElse(false);
                    boolean prefetchable = values.bool("prefetchable").orElse(false);
                    return () ->
                            new FunctionDump.Memory(
                                    use.orElseThrow(), index, base, size, wide, prefetchable);
                });
    }

    private static Optional<byte[]> config(KeyedValues values) {
        int length = (int) values.integer("config-bytes", 0, ConfigSpace.SIZE).orElse(0);
        List<String> rows = strings(values, "config");
        for (String row : rows) {
            if (!ROW.matcher(row).matches()) {
                values.problem(
                        DumpCode.CONTRADICTION,
                        "'" + row + "' is no line of registers",
                        values.origin("config"),
                        "write them as lspci -xxxx prints them");
                return Optional.empty();
            }
        }
        String lines = String.join("\n", rows);
        try {
            byte[] read = lines.isEmpty() ? new byte[0] : ConfigSpaceImage.parse(lines).toBytes();
            if (read.length <= length) {
                return Optional.of(Arrays.copyOf(read, length));
            }
            values.problem(
                    DumpCode.CONTRADICTION,
                    "'config' has " + read.length + " bytes, which are more than 'config-bytes'",
                    values.origin("config"),
                    null);
        } catch (IllegalArgumentException e) {
            values.problem(
                    DumpCode.CONTRADICTION,
                    String.valueOf(e.getMessage()),
                    values.origin("config"),
                    null);
        }
        return Optional.empty();
    }
}
