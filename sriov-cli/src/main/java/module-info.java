/// The `iovctl` command.
@org.jspecify.annotations.NullMarked
module io.sriov.cli {
    requires static org.jspecify;
    requires static org.immutables.value.annotations;
    requires io.sriov.core;
    requires io.sriov.natives;
    requires io.sriov.testkit;
    requires info.picocli;

    uses io.sriov.host.HostPlatform;
}
