package io.sriov.linux.nvme;

/// What the command *Virtualization Management* does with a secondary controller: its field
/// *Action*, NVM Express Base Specification 2.0.
///
/// Action 1, which says what the primary controller keeps for itself, is not here: it takes effect
/// with a reset of the primary controller, which ends all I/O through it.
enum ManagementAction {
    /// Offline; takes away all flexible resources.
    SECONDARY_OFFLINE(7),
    /// Sets how many resources of one type the controller has, which must be offline.
    SECONDARY_ASSIGN(8),
    /// Online: the VF works as a controller.
    SECONDARY_ONLINE(9);

    private final int number;

    ManagementAction(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
