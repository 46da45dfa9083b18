package io.sriov.linux.netlink;

import java.util.Optional;

/// How a network card forwards between its VFs: `DEVLINK_ESWITCH_MODE_*` in
/// `include/uapi/linux/devlink.h`.
public enum EswitchMode {
    /// By addresses and VLANs, as VFs are set through their PF's link.
    LEGACY(0),
    /// By rules, over representors of the VFs.
    SWITCHDEV(1);

    /// `DEVLINK_ESWITCH_MODE_SWITCHDEV_INACTIVE`, which older headers have not: the same with no
    /// traffic yet.
    private static final int INACTIVE = 2;

    private final int number;

    EswitchMode(int number) {
        this.number = number;
    }

    /// {@return its number}
    int number() {
        return number;
    }

    /// {@return the mode of a number; empty where it has no name here}
    static Optional<EswitchMode> of(int number) {
        return switch (number) {
            case 0 -> Optional.of(LEGACY);
            case 1, INACTIVE -> Optional.of(SWITCHDEV);
            default -> Optional.empty();
        };
    }
}
