package io.sriov.testkit.restore;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Where an apply begins, and what it is to bring about.
///
/// @param kernel the kernel
/// @param hardware the machine
/// @param start what has happened to it before
/// @param before the configuration that was applied before, for starts that have one
/// @param after the configuration that is wanted; empty for none
record Situation(Kernel kernel, Hardware hardware, Start start, Wish before, Optional<Wish> after) {

    /// The PF.
    String device() {
        return kernel.device;
    }

    /// Every situation with up to three VFs.
    static Arbitrary<Situation> any(Kernel kernel) {
        Arbitrary<Wish> wishes =
                Combinators.combine(
                                Arbitraries.integers().between(1, 3),
                                Arbitraries.integers().between(0, 2).set(),
                                Arbitraries.integers().between(0, 1))
                        .as(Wish::new);
        return Combinators.combine(
                        Arbitraries.of(Hardware.values()),
                        Arbitraries.of(Start.values()),
                        wishes,
                        wishes.optional(0.8))
                .as((hardware, start, before, after) ->
                        new Situation(kernel, hardware, start, before, after));
    }

    /// What has happened before.
    enum Start {
        /// Nothing: there are no VFs.
        NOTHING,
        /// The SDK has applied a configuration.
        APPLIED,
        /// Somebody has created VFs without the SDK.
        MADE_BY_OTHERS,
        /// The SDK has applied a configuration, and somebody has put one VF more in its place.
        CHANGED_BY_OTHERS,
        /// The SDK has applied a configuration, and somebody has detached the last VF.
        DETACHED,
        /// The SDK has applied a configuration, and somebody uses a VF, who consents.
        IN_USE;

        /// Whether what is there can be created again.
        boolean restorable() {
            return this != MADE_BY_OTHERS && this != CHANGED_BY_OTHERS;
        }
    }
}
