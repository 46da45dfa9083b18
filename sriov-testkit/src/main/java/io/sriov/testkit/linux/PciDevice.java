package io.sriov.testkit.linux;

import io.sriov.pci.AcsCapability;
import io.sriov.pci.CapabilityWalk;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.PcieCapability;
import io.sriov.testkit.profile.DriverQuirks;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A PCI function as the kernel knows it: `struct pci_dev`. It does nothing by itself.
final class PciDevice {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// What a VF is of.
    ///
    /// @param physfn the PF
    /// @param index the VF's number
    record VfOf(PciDevice physfn, int index) {}

    /// The device whose kind a function has.
    ///
    /// @param vendorId Vendor ID; of a VF its PF's
    /// @param deviceId Device ID; of a VF what its PF's SR-IOV capability says
    /// @param classCode class, subclass and programming interface, 24 bits
    /// @param revisionId the revision
    /// @param subsystemVendorId the subsystem's vendor
    /// @param subsystemId the subsystem
    /// @param headerType the Header Type register
    record Identity(
            int vendorId,
            int deviceId,
            int classCode,
            int revisionId,
            int subsystemVendorId,
            int subsystemId,
            int headerType) {}

    private final PciAddress address;
    private final String name;
    private final String devpath;
    private final ConfigSpace config;
    private final PciBus bus;
    private final Identity identity;
    private final Optional<VfOf> vfOf;
    private final Optional<PcieCapability> pcie;
    private final Optional<Integer> acs;
    private final SortedMap<Integer, Bar> bars = new TreeMap<>();
    private final Map<String, PciDevice> children = new LinkedHashMap<>();
    private Optional<PciBus> secondary = Optional.empty();
    private Optional<PciSriov> sriov = Optional.empty();
    private Optional<PciDriver> driver = Optional.empty();
    private Optional<String> driverOverride = Optional.empty();
    private Optional<IommuGroup> group = Optional.empty();
    private Optional<NetDevice> netDevice = Optional.empty();
    private Optional<String> controller = Optional.empty();
    private Optional<Thread> locked = Optional.empty();
    private DriverQuirks quirks = DriverQuirks.none();
    private int numaNode = -1;

    /// A function that answers now: its capabilities are looked for.
    ///
    /// @param bus the bus that it was found on; of a VF its PF's
    PciDevice(
            PciAddress address,
            ConfigSpace config,
            PciBus bus,
            Identity identity,
            Optional<VfOf> vfOf) {
        this.address = address;
        this.config = config;
        this.bus = bus;
        this.identity = identity;
        this.vfOf = vfOf;
        name = address.toString();
        devpath = bus.bridge().map(PciDevice::devpath).orElseGet(this::rootBus) + "/" + name;
        CapabilityWalk capabilities = CapabilityWalk.of(config);
        pcie =
                capabilities
                        .find(PcieCapability.ID)
                        .map(found -> PcieCapability.read(config, found.offset()));
        acs = capabilities.findExtended(AcsCapability.ID).map(found -> found.offset());
    }

    private String rootBus() {
        return "/devices/pci%04x:%02x".formatted(address.domain(), address.bus());
    }

    PciAddress address() {
        return address;
    }

    ConfigSpace config() {
        return config;
    }

    PciBus bus() {
        return bus;
    }

    Identity identity() {
        return identity;
    }

    int vendorId() {
        return identity.vendorId();
    }

    int deviceId() {
        return identity.deviceId();
    }

    int classCode() {
        return identity.classCode();
    }

    Optional<VfOf> vfOf() {
        return vfOf;
    }

    /// What its PCI Express capability was when it was found.
    Optional<PcieCapability> pcie() {
        return pcie;
    }

    /// Where its ACS capability is.
    Optional<Integer> acs() {
        return acs;
    }

    /// Its own BARs by their indexes; of a VF its part of the PF's VF BARs.
    SortedMap<Integer, Bar> bars() {
        return bars;
    }

    /// The functions whose directories are in its own, by address: those below a port, VFs too.
    Map<String, PciDevice> children() {
        return children;
    }

    /// The bus below a port.
    Optional<PciBus> secondary() {
        return secondary;
    }

    void secondary(PciBus below) {
        secondary = Optional.of(below);
    }

    /// What it is as a PF; empty for all others.
    Optional<PciSriov> sriov() {
        return sriov;
    }

    void sriov(PciSriov found) {
        sriov = Optional.of(found);
    }

    Optional<PciDriver> driver() {
        return driver;
    }

    void driver(Optional<PciDriver> bound) {
        driver = bound;
    }

    boolean boundTo(DriverTrait trait) {
        return driver.filter(bound -> bound.has(trait)).isPresent();
    }

    /// The only driver that may be bound.
    Optional<String> driverOverride() {
        return driverOverride;
    }

    void driverOverride(Optional<String> only) {
        driverOverride = only;
    }

    Optional<IommuGroup> group() {
        return group;
    }

    void group(Optional<IommuGroup> member) {
        group = member;
    }

    Optional<NetDevice> netDevice() {
        return netDevice;
    }

    void netDevice(Optional<NetDevice> made) {
        netDevice = made;
    }

    /// The NVMe controller that its driver has made of it: `nvme0`.
    Optional<String> controller() {
        return controller;
    }

    void controller(Optional<String> made) {
        controller = made;
    }

    /// Who is changing it: the holder of `device_lock`.
    Optional<Thread> locked() {
        return locked;
    }

    void locked(Optional<Thread> holder) {
        locked = holder;
    }

    /// How the driver of a PF differs from others of its kind.
    DriverQuirks quirks() {
        return quirks;
    }

    void quirks(DriverQuirks described) {
        quirks = described;
    }

    int numaNode() {
        return numaNode;
    }

    void numaNode(int node) {
        numaNode = node;
    }

    /// Where it is below `/sys`.
    String devpath() {
        return devpath;
    }

    String modalias() {
        int code = identity.classCode();
        return "pci:v"
                + HEX.toHexDigits(identity.vendorId())
                + "d"
                + HEX.toHexDigits(identity.deviceId())
                + "sv"
                + HEX.toHexDigits(identity.subsystemVendorId())
                + "sd"
                + HEX.toHexDigits(identity.subsystemId())
                + "bc"
                + HEX.toHexDigits((byte) (code >> 16))
                + "sc"
                + HEX.toHexDigits((byte) (code >> 8))
                + "i"
                + HEX.toHexDigits((byte) code);
    }

    /// What uevents and the attribute `uevent` say of it: `dev_uevent` in `drivers/base/core.c`,
    /// `pci_uevent` in `drivers/pci/pci-driver.c`.
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        driver.ifPresent(bound -> variables.put("DRIVER", bound.name()));
        variables.put("PCI_CLASS", "%04X".formatted(identity.classCode()));
        variables.put("PCI_ID", pair(identity.vendorId(), identity.deviceId()));
        variables.put("PCI_SUBSYS_ID", pair(identity.subsystemVendorId(), identity.subsystemId()));
        variables.put("PCI_SLOT_NAME", address.toString());
        variables.put("MODALIAS", modalias());
        return variables;
    }

    private static String pair(int vendor, int device) {
        return HEX.toHexDigits((short) vendor) + ":" + HEX.toHexDigits((short) device);
    }

    @Override
    public String toString() {
        return name;
    }
}
