package io.sriov.linux.netlink;

/// One thing to change about a VF through its PF's link: what one message does ([VfSetting]), or
/// one of the two rates, which are one attribute, with the other one to be kept.
public sealed interface VfChange permits VfSetting, VfChange.MinTxRate, VfChange.MaxTxRate {
    /// The highest rate, Mbit/s: 32 bits, all ones meaning something else.
    long HIGHEST_RATE = 0xffff_fffeL;

    /// Promise a bandwidth, and keep the limit.
    ///
    /// @param mbits the bandwidth, Mbit/s, 0 to 4294967294; 0 for none
    record MinTxRate(long mbits) implements VfChange {
        public MinTxRate {
            requireRate(mbits);
        }
    }

    /// Limit the bandwidth, and keep what is promised.
    ///
    /// @param mbits the limit, Mbit/s, 0 to 4294967294; 0 for none
    record MaxTxRate(long mbits) implements VfChange {
        public MaxTxRate {
            requireRate(mbits);
        }
    }

    /// Checks a rate.
    ///
    /// @param mbits the rate
    /// @throws IllegalArgumentException when it is none
    static void requireRate(long mbits) {
        if (mbits < 0 || mbits > HIGHEST_RATE) {
            throw new IllegalArgumentException("no rate: " + mbits);
        }
    }
}
