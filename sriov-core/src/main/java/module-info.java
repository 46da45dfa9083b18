/// The PCI model, the ports a host implements, the PF driver SPI, and plan, apply, verify, restore.
@org.jspecify.annotations.NullMarked
module io.sriov.core {
    requires static transitive org.jspecify;
    requires static org.immutables.value.annotations;
    requires transitive io.sriov.schema;

    exports io.sriov;
    exports io.sriov.apply;
    exports io.sriov.driver;
    exports io.sriov.dump;
    exports io.sriov.host;
    exports io.sriov.pci;
    exports io.sriov.plan;
    exports io.sriov.record;

    uses io.sriov.driver.PfDriverProvider;
    uses io.sriov.host.HostPlatform;
}
