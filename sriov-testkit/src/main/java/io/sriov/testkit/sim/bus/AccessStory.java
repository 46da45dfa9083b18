package io.sriov.testkit.sim.bus;

import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// What happened on a bus, for people: every write with the register's name, and how much was read
/// in between.
///
/// ```
/// 03:00.0 SR-IOV NumVFs <- 8
/// 2 reads of 03:00.0
/// 03:00.0 SR-IOV Control <- 0019h: VF Enable, VF MSE, ARI Capable Hierarchy
/// ```
///
/// Not thread-safe, as the bus is not.
public final class AccessStory {
    private static final Map<Integer, String> HEADER =
            Map.of(
                    ConfigHeader.COMMAND, "Command",
                    ConfigHeader.PRIMARY_BUS, "Primary Bus",
                    ConfigHeader.SECONDARY_BUS, "Secondary Bus",
                    ConfigHeader.SUBORDINATE_BUS, "Subordinate Bus");

    private static final Map<Integer, String> SRIOV =
            Map.of(
                    SriovCapability.CONTROL, "SR-IOV Control",
                    SriovCapability.STATUS, "SR-IOV Status",
                    SriovCapability.NUM_VFS, "SR-IOV NumVFs",
                    SriovCapability.SYSTEM_PAGE_SIZE, "SR-IOV System Page Size");

    private static final Map<Integer, String> CONTROL_BITS =
            Map.of(
                    SriovCapability.CONTROL_VF_ENABLE, "VF Enable",
                    SriovCapability.CONTROL_VF_MIGRATION_ENABLE, "VF Migration Enable",
                    SriovCapability.CONTROL_VF_MIGRATION_INTERRUPT, "VF Migration Interrupt Enable",
                    SriovCapability.CONTROL_VF_MSE, "VF MSE",
                    SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY, "ARI Capable Hierarchy",
                    SriovCapability.CONTROL_VF_10_BIT_TAG, "VF 10-Bit Tag Requester Enable");

    private final Map<RoutingId, Integer> capabilities = new HashMap<>();
    private final StringJoiner lines = new StringJoiner("\n");

    private AccessStory(SimulatedBus bus) {
        for (RoutingId port : bus.ports()) {
            for (RoutingId pf : bus.functions(port)) {
                SriovCapability.find(bus.hardware(pf))
                        .ifPresent(capability -> capabilities.put(pf, capability.offset()));
            }
        }
    }

    /// {@return the story of accesses, a line each; reads in a row are one line for each function
    /// that answered them}
    ///
    /// @param bus the bus that they were made on
    /// @param accesses the accesses, in order
    public static String of(SimulatedBus bus, List<ConfigAccess> accesses) {
        var story = new AccessStory(bus);
        int reads = 0;
        for (int i = 0; i < accesses.size(); i++) {
            ConfigAccess access = accesses.get(i);
            if (access.kind() == ConfigAccess.Kind.WRITE) {
                story.lines.add(story.write(access));
                continue;
            }
            reads++;
            boolean goesOn =
                    i + 1 < accesses.size()
                            && accesses.get(i + 1).kind() == ConfigAccess.Kind.READ
                            && accesses.get(i + 1).function().equals(access.function());
            if (!goesOn) {
                story.lines.add(
                        (reads == 1 ? "1 read" : reads + " reads") + " of " + access.function());
                reads = 0;
            }
        }
        return story.lines.toString();
    }

    private String write(ConfigAccess access) {
        int at = access.offset() - capabilities.getOrDefault(access.function(), ConfigSpace.SIZE);
        boolean sriov = at >= 0 && at < SriovCapability.LENGTH;
        String register = sriov ? sriovRegister(at) : headerRegister(access.offset());
        String value =
                sriov && at == SriovCapability.NUM_VFS
                        ? Long.toString(access.value())
                        : hex(access.value(), access.width());
        if (sriov && at == SriovCapability.CONTROL) {
            value += bits(access.value());
        }
        return access.function() + " " + register + " <- " + value;
    }

    private static String sriovRegister(int at) {
        int bar = (at - SriovCapability.VF_BAR0) / 4;
        if (at >= SriovCapability.VF_BAR0 && bar < SriovCapability.VF_BAR_COUNT) {
            return "SR-IOV VF BAR" + bar;
        }
        String name = SRIOV.get(at);
        return name == null ? "SR-IOV capability + " + Integer.toHexString(at) + "h" : name;
    }

    private static String headerRegister(int offset) {
        String name = HEADER.get(offset);
        return name == null ? "register " + Integer.toHexString(offset) + "h" : name;
    }

    private static String hex(long value, int width) {
        return ("%0" + 2 * width + "xh").formatted(value);
    }

    private static String bits(long control) {
        var names = new StringJoiner(", ", ": ", "").setEmptyValue("");
        CONTROL_BITS.entrySet().stream()
                .filter(bit -> (control & bit.getKey()) != 0)
                .sorted(Map.Entry.comparingByKey())
                .forEach(bit -> names.add(bit.getValue()));
        return names.toString();
    }
}
