package io.sriov.freebsd;

import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import io.sriov.schema.PfSchema;
import io.sriov.schema.wire.SchemaNvlist;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What can be found out about a PF after the kernel has refused something; what cannot is left
/// out, so that the refusal itself is told in any case.
///
/// A failed `IOV_CONFIG` leaves NumVFs, System Page Size and ARI Capable Hierarchy as it wrote them
/// (`pci_iov_config` in `sys/dev/pci/pci_iov.c`), which tells how far it came.
final class Evidence {
    private final FreeBsdPf pf;

    Evidence(FreeBsdPf pf) {
        this.pf = pf;
    }

    private static <T> Optional<T> ifKnown(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (HostException _) {
            return Optional.empty();
        }
    }

    /// Whether the PF's node has gone, so that nothing can be asked of it any more.
    boolean gone() {
        return ifKnown(pf.host()::physicalFunctions)
                .map(pfs -> pfs.stream().noneMatch(found -> found.device().equals(pf.device())))
                .orElse(false);
    }

    Optional<PfStatus> status() {
        return ifKnown(pf::status);
    }

    /// Whether the PF's driver still has a schema, as far as a kernel tells schemas.
    boolean schemaIs(PfSchema schema) {
        return ifKnown(pf::schema)
                .map(now -> SchemaNvlist.of(now).equals(SchemaNvlist.of(schema)))
                .orElse(true);
    }

    Optional<SriovCapability> registers() {
        return ifKnown(() -> SriovCapability.find(pf.configSpace())).flatMap(found -> found);
    }

    OptionalLong sysctl(String name) {
        return pf.host().calls().sysctl().number(name);
    }

    /// The size of a page as a power of two.
    OptionalInt pageShift() {
        OptionalLong size = sysctl("hw.pagesize");
        return size.isPresent() && Long.bitCount(size.getAsLong()) == 1
                ? OptionalInt.of(Long.numberOfTrailingZeros(size.getAsLong()))
                : OptionalInt.empty();
    }

    /// How the VFs of the number that NumVFs has now are placed.
    Optional<VfRouting> routing() {
        return registers()
                .flatMap(
                        found -> status().map(state -> found.routing(state.address().routingId())));
    }

    /// The function that has ARI Capable Hierarchy for all PFs of the device, when that bit is
    /// clear although ARI is enabled above.
    Optional<String> functionWithoutAri() {
        return ifKnown(
                        () -> {
                            PciSelector own =
                                    StatusReader.locate(pf.host().calls(), pf.device()).selector();
                            try (PciNode pci = PciNode.open(pf.host().calls())) {
                                if (!AriPath.enabled(own.domain(), own.bus(), pci).orElse(false)) {
                                    return "";
                                }
                                return pci.list(PciMatchConf.bus(own.domain(), own.bus())).stream()
                                        .filter(function ->
                                                pci.configSpace(function.selector())
                                                                .read16(ConfigHeader.VENDOR_ID)
                                                        != ConfigHeader.NO_VENDOR)
                                        .sorted(Comparator.comparing(Evidence::routingId))
                                        .map(function -> ariHierarchy(function, pci))
                                        .flatMap(Optional::stream)
                                        .findFirst()
                                        .filter(lowest -> !lowest.set())
                                        .map(Lowest::name)
                                        .orElse("");
                            }
                        })
                .filter(name -> !name.isEmpty());
    }

    private record Lowest(String name, boolean set) {}

    private static RoutingId routingId(PciConf function) {
        return function.selector().routingId();
    }

    private static Optional<Lowest> ariHierarchy(PciConf function, PciNode pci) {
        return SriovCapability.find(pci.configSpace(function.selector()))
                .map(found ->
                        new Lowest(
                                function.nameUnit().isEmpty()
                                        ? function.selector().toString()
                                        : function.nameUnit(),
                                found.ariCapableHierarchy()));
    }
}
