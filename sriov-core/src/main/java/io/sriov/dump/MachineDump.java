package io.sriov.dump;

import io.sriov.pci.PciAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/// The SR-IOV devices of a machine at one moment: the ports on the way to its PFs, the PFs, and
/// their VFs. Immutable and thread-safe.
@DumpStyle
@Value.Immutable
public abstract class MachineDump {

    /// {@return what the machine runs: `Linux 6.12.9`, `FreeBSD 15.0-RELEASE`}
    public abstract String system();

    /// {@return whether MAC addresses and serial numbers are masked, see [Masking]}
    @Value.Default
    public boolean masked() {
        return false;
    }

    /// {@return the functions: each port before what is below it, the VFs of a PF behind it}
    public abstract List<FunctionDump> functions();

    /// {@return what could not be told of the machine as a whole, and why, a sentence each}
    public abstract List<String> unread();

    /// {@return the function of an address}
    ///
    /// @param address where it sits
    public Optional<FunctionDump> function(PciAddress address) {
        return Optional.ofNullable(byAddress().get(address));
    }

    /// The functions by their addresses.
    @Value.Lazy
    protected Map<PciAddress, FunctionDump> byAddress() {
        return functions().stream().collect(Collectors.toMap(FunctionDump::address, one -> one));
    }

    /// The VFs by their PFs.
    @Value.Lazy
    protected Map<PciAddress, List<FunctionDump>> vfsByPf() {
        return functions().stream()
                .filter(one -> one.kind() == FunctionDump.Kind.VF && one.above().isPresent())
                .collect(Collectors.groupingBy(one -> one.above().orElseThrow()));
    }

    /// {@return the PFs}
    public List<FunctionDump> pfs() {
        return functions().stream().filter(one -> one.kind() == FunctionDump.Kind.PF).toList();
    }

    /// {@return the VFs of a PF, in the order of the dump}
    ///
    /// @param pf where the PF sits
    public List<FunctionDump> vfs(PciAddress pf) {
        return List.copyOf(vfsByPf().getOrDefault(pf, List.of()));
    }

    /// Checks that each function is there once, behind what it is below, and no name is that of two
    /// PFs.
    @Value.Check
    protected void check() {
        contradictions(functions())
                .forEach((_, contradiction) -> {
                    throw new IllegalArgumentException(contradiction.message());
                });
    }

    /// What is wrong with a function among the others of its dump.
    ///
    /// @param message what
    /// @param key which of the function's values is wrong, by its key in a file
    record Contradiction(String message, String key) {}

    /// {@return what is wrong, by the number of the function, in order}
    static SortedMap<Integer, Contradiction> contradictions(List<FunctionDump> functions) {
        SortedMap<Integer, Contradiction> found = new TreeMap<>();
        Set<PciAddress> all =
                functions.stream().map(FunctionDump::address).collect(Collectors.toSet());
        Set<PciAddress> before = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < functions.size(); i++) {
            PciAddress address = functions.get(i).address();
            Optional<PciAddress> above =
                    functions.get(i).above().filter(one -> !before.contains(one));
            if (above.isPresent()) {
                found.put(i, new Contradiction(wrongAbove(address, above.get(), all), "above"));
            }
            if (!before.add(address)) {
                found.putIfAbsent(i, new Contradiction("two functions at " + address, "address"));
            }
            Optional<Contradiction> named = takeNames(functions.get(i), names);
            if (named.isPresent()) {
                found.putIfAbsent(i, named.get());
            }
        }
        return found;
    }

    /// A PF is asked for by any of its names.
    private static Optional<Contradiction> takeNames(FunctionDump function, Set<String> names) {
        Set<String> own = new LinkedHashSet<>();
        if (function.kind() == FunctionDump.Kind.PF) {
            function.device().ifPresent(own::add);
            own.addAll(function.otherNames());
        }
        Optional<String> twice = own.stream().filter(names::contains).findFirst();
        names.addAll(own);
        return twice.map(name ->
                new Contradiction(
                        "two PFs named " + name,
                        function.device().equals(twice) ? "device" : "other-names"));
    }

    private static String wrongAbove(PciAddress address, PciAddress above, Set<PciAddress> all) {
        if (address.equals(above)) {
            return address + " is below itself";
        }
        return address
                + " is below "
                + above
                + (all.contains(above)
                        ? ", which does not come before it"
                        : ", which is not in the dump");
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [MachineDump].
    public static final class Builder extends ImmutableMachineDump.Builder {}
}
