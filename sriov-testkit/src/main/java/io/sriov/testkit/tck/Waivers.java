package io.sriov.testkit.tck;

import java.util.Set;

/// Which clauses the bench may say are not applicable. What the kit can judge is not among them: a
/// driver that fails there cannot be talked out of it.
final class Waivers {
    private static final int VENDORS = 100;

    /// How a plug-in is found, and whether it is for every PF that there is.
    private static final Set<String> OF_DELIVERY = Set.of("3.1", "3.4");

    /// What takes a device that can fail, a configuration that is impossible, or a parameter for
    /// what the device does by itself.
    private static final Set<String> OF_ABILITY =
            Set.of("2.1", "4.8", "4.9", "4.10", "4.11", "4.12", "6.6", "7.2", "7.4", "7.5");

    private Waivers() {}

    /// Whether a clause is left out, whatever would be found.
    static boolean holdUnseen(String clause) {
        return OF_DELIVERY.contains(clause) || isVendors(clause);
    }

    /// Whether a clause is not applicable where the kit finds nothing to judge by.
    static boolean holdUnproven(String clause) {
        return OF_ABILITY.contains(clause);
    }

    private static boolean isVendors(String clause) {
        String chapter = clause.replaceFirst("\\..*", "");
        return chapter.matches("[0-9]{3,8}") && Integer.parseInt(chapter) >= VENDORS;
    }
}
