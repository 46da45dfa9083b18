package io.sriov.testkit.sim;

import io.sriov.driver.PfDriver;
import io.sriov.host.HandOver;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.CapabilityWalk;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// A PF as the kernel has it, with what `struct pcicfg_iov` keeps in FreeBSD. It does nothing by
/// itself.
final class PfDevice {
    private static final int BARS = 6;

    /// The class of network controllers (PCI Code and ID Assignment Specification).
    private static final int NETWORK = 0x02;

    /// Memory that was given to the VFs of a PF.
    ///
    /// @param base the first address
    /// @param apertureSize what each VF has of it, in bytes
    record Window(long base, long apertureSize) {}

    private final PfDefinition definition;
    private final RoutingId id;
    private final KernelPort port;
    private final ConfigSpace config;
    private final PfDriver driver;
    private final List<VfDevice> vfs = new ArrayList<>();
    private final SortedMap<Integer, BarRegister> knownVfBars = new TreeMap<>();
    private final SortedMap<Integer, Window> windows = new TreeMap<>();
    private final OptionalInt capability;
    private Optional<KernelSchema> schema = Optional.empty();
    private int attachments;
    private int numVfs;
    private boolean busy;
    private boolean interfaceUp;
    private byte[] packedConfig = new byte[0];

    PfDevice(PfDefinition definition, RoutingId id, KernelPort port, ConfigSpace config) {
        this.definition = definition;
        this.id = id;
        this.port = port;
        this.config = config;
        this.driver = definition.pfDriver().get();
        this.interfaceUp = definition.interfaceUp();
        this.capability =
                CapabilityWalk.of(config)
                        .findExtended(SriovCapability.ID)
                        .map(c -> OptionalInt.of(c.offset()))
                        .orElse(OptionalInt.empty());
    }

    PfDefinition definition() {
        return definition;
    }

    String name() {
        return definition.device();
    }

    RoutingId id() {
        return id;
    }

    KernelPort port() {
        return port;
    }

    ConfigSpace config() {
        return config;
    }

    PfDriver driver() {
        return driver;
    }

    /// The VFs that exist as devices, in the order the bus has them.
    List<VfDevice> vfs() {
        return vfs;
    }

    Optional<VfDevice> vf(int index) {
        return vfs.stream().filter(vf -> vf.index() == index).findFirst();
    }

    /// The memory of the VFs by VF BAR index.
    SortedMap<Integer, Window> windows() {
        return windows;
    }

    /// The VF BARs that were sized once, by index.
    SortedMap<Integer, BarRegister> knownVfBars() {
        return knownVfBars;
    }

    /// Where the SR-IOV capability is, as the kernel found it when it enumerated the bus; empty
    /// where there is none.
    OptionalInt capability() {
        return capability;
    }

    /// Where the SR-IOV capability is; empty while the driver has not registered for SR-IOV.
    OptionalInt iov() {
        return schema.isPresent() ? capability : OptionalInt.empty();
    }

    /// What the driver registered for SR-IOV; empty while it has not.
    Optional<KernelSchema> schema() {
        return schema;
    }

    /// The driver registers, or with nothing takes itself out again. Only a PF with an SR-IOV
    /// capability can register.
    void schema(Optional<KernelSchema> registered) {
        schema = registered;
        if (registered.isPresent()) {
            attachments++;
        }
    }

    /// How many times the driver has registered.
    int attachments() {
        return attachments;
    }

    int numVfs() {
        return numVfs;
    }

    void numVfs(int count) {
        numVfs = count;
    }

    /// Whether the PF's own interface is up.
    boolean interfaceUp() {
        return interfaceUp;
    }

    void interfaceUp(boolean now) {
        interfaceUp = now;
    }

    boolean busy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /// The configuration that the VFs were made of; empty while there are none.
    byte[] packedConfig() {
        return packedConfig.clone();
    }

    void packedConfig(byte[] packed) {
        packedConfig = packed.clone();
    }

    int read16(int register) {
        return config.read16(iov().orElseThrow() + register);
    }

    long read32(int register) {
        return config.read32(iov().orElseThrow() + register);
    }

    void write16(int register, int value) {
        config.write16(iov().orElseThrow() + register, value);
    }

    void write32(int register, long value) {
        config.write32(iov().orElseThrow() + register, value);
    }

    /// Gives the PF's own BARs memory, as firmware does before a kernel starts.
    void assignBars() {
        for (int i = 0; i < BARS; i++) {
            BarRegister bar = BarRegister.read(config, ConfigHeader.BAR0 + 4 * i);
            if (bar.size() != 0) {
                OptionalLong base = port.reserve(bar, 1);
                if (base.isPresent()) {
                    bar.write(config, base.getAsLong());
                }
            }
            i += bar.wide() ? 1 : 0;
        }
        BarRegister.enableMemory(config);
    }

    /// The BAR that `pci_find_bar` remembers from an earlier time, or else sizes now.
    BarRegister vfBarRegister(int index) {
        return knownVfBars.computeIfAbsent(
                index,
                i -> BarRegister.read(config, iov().orElseThrow() + SriovCapability.vfBar(i)));
    }

    void releaseWindows() {
        windows.values().forEach(window -> port.release(window.base()));
        windows.clear();
    }

    /// Whether it is a network controller.
    boolean isNetwork() {
        return definition.hardware().classCode() >> 16 == NETWORK;
    }

    /// The PF and its VFs as the host ports show them.
    PfStatus status(SimulatedBus bus) {
        ConfigHeader header = ConfigHeader.read(config);
        PfStatus.Builder status =
                PfStatus.builder()
                        .device(name())
                        .otherNames(definition.otherNames())
                        .address(bus.address(id))
                        .location(bus.address(id).toSelector(port.ariEnabled()))
                        .vendorId(header.vendorId())
                        .deviceId(header.deviceId())
                        .driver(definition.driverName())
                        .numVfs(numVfs)
                        .totalVfs(read16(SriovCapability.TOTAL_VFS))
                        .ari(port.ariEnabled())
                        .numaNode(definition.numaNode());
        vfs.forEach(vf -> status.addVf(status(vf, bus)));
        return status.build();
    }

    private VfStatus status(VfDevice vf, SimulatedBus bus) {
        PciAddress address = bus.address(vf.id());
        boolean ari = port.ariEnabled();
        boolean network = isNetwork() && !vf.passthrough();
        Optional<String> driver = vf.driver().map(DriverUnit::toString);
        Optional<String> networkInterface = driver.filter(_ -> network);
        VfStatus.Builder status =
                VfStatus.builder()
                        .index(vf.index())
                        .address(address)
                        .location(address.toSelector(ari))
                        .passthrough(vf.passthrough())
                        .driver(driver)
                        .networkInterface(networkInterface)
                        .uses(vf.uses());
        if (vf.passthrough() && driver.isPresent()) {
            HandOver.toBhyve(address, ari).ifPresent(status::addHandOver);
        }
        networkInterface.map(HandOver::toJail).ifPresent(status::addHandOver);
        return status.build();
    }
}
