package io.sriov.linux.netlink;

/// The operational state of a link: `IF_OPER_*` in `include/uapi/linux/if.h`, after RFC 2863. Its
/// number is the constant's ordinal.
public enum OperState {
    /// The driver does not tell, which many do of a link that works.
    UNKNOWN,
    /// Its hardware is not there.
    NOT_PRESENT,
    /// It does not work.
    DOWN,
    /// The link below it does not work.
    LOWER_LAYER_DOWN,
    /// It is being tested.
    TESTING,
    /// It waits for something outside, authentication for example.
    DORMANT,
    /// It works.
    UP;

    /// {@return the state of a number; [#UNKNOWN] where it has no name here}
    static OperState of(int number) {
        return number < values().length ? values()[number] : UNKNOWN;
    }
}
