package io.sriov.linux.inventory;

import io.sriov.pci.PciAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `lspci -D -n -vvv` of pciutils says, function by function, taken apart by patterns alone.
final class LspciReport {
    private static final Pattern HEAD =
            Pattern.compile("(\\S+) ([0-9a-f]{4}): ([0-9a-f]{4}):([0-9a-f]{4}).*");

    private final NavigableMap<PciAddress, String> functions = new TreeMap<>();

    LspciReport(String text) {
        for (String block : text.split("\n\n", -1)) {
            Matcher head = HEAD.matcher(block.lines().findFirst().orElse(""));
            if (head.matches()) {
                functions.put(PciAddress.parse(head.group(1)), block);
            }
        }
    }

    /// {@return all functions, in order of their addresses}
    List<PciAddress> functions() {
        return List.copyOf(functions.keySet());
    }

    /// {@return the functions that have the SR-IOV capability}
    List<PciAddress> pfs() {
        return functions().stream()
                .filter(one -> says(one, "Single Root I/O Virtualization"))
                .toList();
    }

    boolean says(PciAddress function, String words) {
        return text(function).contains(words);
    }

    /// {@return the groups of the first place that a pattern fits; empty where it fits nowhere}
    Optional<MatchResult> find(PciAddress function, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text(function));
        return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }

    /// {@return the first group of a pattern}
    Optional<String> word(PciAddress function, String pattern) {
        return find(function, pattern).map(found -> found.group(1));
    }

    /// {@return what stands after some words, up to others}
    String between(PciAddress function, String from, String to) {
        String text = text(function);
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }

    int number(PciAddress function, String pattern) {
        return Integer.parseInt(word(function, pattern).orElseThrow());
    }

    Optional<String> driver(PciAddress function) {
        return word(function, "Kernel driver in use: (\\S+)");
    }

    Optional<String> iommuGroup(PciAddress function) {
        return word(function, "IOMMU group: (\\d+)");
    }

    /// {@return class, vendor and device, in hexadecimal}
    List<String> identity(PciAddress function) {
        MatchResult head = find(function, HEAD.pattern()).orElseThrow();
        return List.of(head.group(2), head.group(3), head.group(4));
    }

    /// {@return the functions of an IOMMU group}
    List<String> group(String number) {
        return functions().stream()
                .filter(one -> iommuGroup(one).equals(Optional.of(number)))
                .map(PciAddress::toString)
                .toList();
    }

    /// {@return the bridge whose secondary bus a function is on}
    Optional<PciAddress> bridgeAbove(PciAddress function) {
        String bus = "secondary=%02x".formatted(function.bus());
        return functions().stream().filter(one -> says(one, bus)).findFirst();
    }

    /// {@return where the VFs of a PF are, by its First VF Offset and VF Stride}
    List<PciAddress> vfs(PciAddress pf) {
        MatchResult place = find(pf, "VF offset: (\\d+), stride: (\\d+)").orElseThrow();
        int offset = Integer.parseInt(place.group(1));
        int stride = Integer.parseInt(place.group(2));
        var vfs = new ArrayList<PciAddress>();
        for (int i = 0; i < number(pf, "Number of VFs: (\\d+)"); i++) {
            int id = (pf.bus() << 8) + (pf.device() << 3) + pf.function() + offset + i * stride;
            vfs.add(new PciAddress(pf.domain(), id >> 8, id >> 3 & 0x1f, id & 7));
        }
        return vfs;
    }

    /// {@return the flags of a line, each with whether it is set: `SrcValid+ TransBlk-`}
    Map<String, Boolean> flags(PciAddress function, String line) {
        var flags = new TreeMap<String, Boolean>();
        for (String flag : word(function, line + ":\\s*(.*)").orElse("").split("\\s+", -1)) {
            if (flag.endsWith("+") || flag.endsWith("-")) {
                flags.put(flag.substring(0, flag.length() - 1), flag.endsWith("+"));
            }
        }
        return flags;
    }

    private String text(PciAddress function) {
        return functions.getOrDefault(function, "");
    }
}
