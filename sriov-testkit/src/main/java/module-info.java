/// A simulated PCI bus and host for tests without hardware, and a simulated FreeBSD kernel behind
/// the C library's functions, which takes `--enable-native-access=io.sriov.testkit`.
@org.jspecify.annotations.NullMarked
module io.sriov.testkit {
    requires static transitive org.jspecify;
    requires static org.immutables.value.annotations;
    requires static org.junit.jupiter.api;
    requires static org.assertj.core;
    requires static net.jqwik.api;
    requires transitive io.sriov.core;
    requires tools.jackson.dataformat.yaml;

    exports io.sriov.testkit.arbitraries;
    exports io.sriov.testkit.assertions;
    exports io.sriov.testkit.contract;
    exports io.sriov.testkit.fault;
    exports io.sriov.testkit.freebsd;
    exports io.sriov.testkit.junit;
    exports io.sriov.testkit.linux;
    exports io.sriov.testkit.machine;
    exports io.sriov.testkit.profile;
    exports io.sriov.testkit.sim;
    exports io.sriov.testkit.sim.bus;
    exports io.sriov.testkit.tck;

    opens io.sriov.testkit.contract;
    opens io.sriov.testkit.junit;
    opens io.sriov.testkit.tck;

    uses io.sriov.driver.PfDriverProvider;

    provides io.sriov.host.HostPlatform with
            io.sriov.testkit.machine.SimulatedHostPlatform,
            io.sriov.testkit.machine.SimulatedLinuxPlatform;
}
