package io.sriov.dump;

import io.sriov.pci.PciAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /// Checks that each function is there once, behind what it is below.
    @Value.Check
    protected void check() {
        Set<PciAddress> before = new HashSet<>();
        for (FunctionDump function : functions()) {
            function.above()
                    .filter(above -> !before.contains(above))
                    .ifPresent(above -> {
                        throw new IllegalArgumentException(
                                function.address()
                                        + " is below "
                                        + above
                                        + ", which does not come before it");
                    });
            if (!before.add(function.address())) {
                throw new IllegalArgumentException("two functions at " + function.address());
            }
        }
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [MachineDump].
    public static final class Builder extends ImmutableMachineDump.Builder {}
}
