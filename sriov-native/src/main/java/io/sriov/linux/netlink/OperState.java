package io.sriov.linux.netlink;

/// The operational state of a link: `IF_OPER_*` in `include/uapi/linux/if.h`, after RFC 2863.
public enum OperState {
    /// The driver does not tell, which many do of a link that works.
    UNKNOWN(0),
    /// Its hardware is not there.
    NOT_PRESENT(1),
    /// It does not work.
    DOWN(2),
    /// The link below it does not work.
    LOWER_LAYER_DOWN(3),
    /// It is being tested.
    TESTING(4),
    /// It waits for something outside, authentication for example.
    DORMANT(5),
    /// It works.
    UP(6);

    private final int number;

    OperState(int number) {
        this.number = number;
    }

    /// {@return its number}
    int number() {
        return number;
    }

    /// {@return the state of a number; [#UNKNOWN] where it has no name here}
    static OperState of(int number) {
        for (OperState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
