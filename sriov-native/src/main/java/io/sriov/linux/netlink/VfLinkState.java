package io.sriov.linux.netlink;

import java.util.Optional;

/// What a VF sees of its link: `IFLA_VF_LINK_STATE_*` in `include/uapi/linux/if_link.h`.
public enum VfLinkState {
    /// The state of the PF's link.
    AUTO(0),
    /// Up, whatever the PF's link is.
    ENABLE(1),
    /// Down, whatever the PF's link is.
    DISABLE(2);

    private final int number;

    VfLinkState(int number) {
        this.number = number;
    }

    /// {@return its number}
    int number() {
        return number;
    }

    /// {@return the state of a number; empty where it has no name here}
    static Optional<VfLinkState> of(long number) {
        for (VfLinkState state : values()) {
            if (state.number == number) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
