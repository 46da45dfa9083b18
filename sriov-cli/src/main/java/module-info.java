/// The `iovctl` command.
@org.jspecify.annotations.NullMarked
module io.sriov.cli {
    requires static org.jspecify;
    requires io.sriov.core;
    requires io.sriov.natives;
    requires io.sriov.testkit;
    requires info.picocli;

    opens io.sriov.cli to
            info.picocli;
}
