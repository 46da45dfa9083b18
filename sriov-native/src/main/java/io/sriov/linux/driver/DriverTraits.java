package io.sriov.linux.driver;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a driver takes for VFs. Immutable and thread-safe.
///
/// @param parameters what can be declared with it
/// @param traits where it differs from others
/// @param lowestMax the lowest limit of a rate, Mbit/s, but for 0
/// @param highestMax the highest limit of a rate, Mbit/s
record DriverTraits(
        Set<VfParameter> parameters, Set<DriverTrait> traits, long lowestMax, long highestMax) {
    /// The kernel hands rates to drivers in an `int`: `ndo_set_vf_rate`,
    /// `include/linux/netdevice.h`.
    static final long HIGHEST_RATE = Integer.MAX_VALUE;

    DriverTraits {
        parameters = Collections.unmodifiableSet(parameters);
        traits = Collections.unmodifiableSet(traits);
    }

    /// {@return a driver that takes these parameters as most do}
    static DriverTraits of(Set<VfParameter> parameters) {
        return new DriverTraits(parameters, EnumSet.noneOf(DriverTrait.class), 1, HIGHEST_RATE);
    }

    /// {@return the same, but for these traits}
    DriverTraits with(DriverTrait first, DriverTrait... rest) {
        return new DriverTraits(parameters, EnumSet.of(first, rest), lowestMax, highestMax);
    }

    /// {@return the same, but for limits of rates}
    ///
    /// @param lowest the lowest limit but 0, Mbit/s
    /// @param highest the highest limit, Mbit/s
    DriverTraits maxRate(long lowest, long highest) {
        return new DriverTraits(parameters, traits, lowest, highest);
    }

    /// {@return the same, but for one parameter that it does not take}
    DriverTraits without(VfParameter parameter) {
        var rest = EnumSet.copyOf(parameters);
        rest.remove(parameter);
        return new DriverTraits(rest, traits, lowestMax, highestMax);
    }

    boolean takes(VfParameter parameter) {
        return parameters.contains(parameter);
    }

    /// {@return whether a rate can be set only while the PF has a link}
    ///
    /// @param rate the rate, Mbit/s, where one is declared
    boolean needLinkFor(Optional<Long> rate) {
        return has(DriverTrait.NEEDS_LINK_FOR_RATES)
                && rate.isPresent()
                && (rate.get() != 0 || has(DriverTrait.NEEDS_LINK_FOR_ZERO_RATES));
    }

    boolean has(DriverTrait trait) {
        return traits.contains(trait);
    }
}
