package io.sriov.testkit.sim;

import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.schema.PfSchema;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.wire.Decoded;
import io.sriov.schema.wire.SchemaNvlist;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import io.sriov.testkit.sim.bus.SimulatedBus;
import io.sriov.testkit.sim.bus.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A kernel that treats SR-IOV as FreeBSD's does, on a simulated bus.
///
/// Thread-safe: one lock, as `Giant` is there, orders everything. A PF driver that calls back into
/// the kernel finds its PF busy.
public final class SimulatedKernel {
    private final SimulatedMachine machine;
    private final SimulatedBus bus;
    private final ReentrantLock giant = new ReentrantLock();
    private final Console console = new Console();
    private final DriverUnits units = new DriverUnits();
    private final VfDrivers drivers;
    private final KernelTypes types;
    private final KernelFunctions functions;
    private int pciGeneration;

    /// Switches a machine on: enumerates its bus, assigns memory, enables ARI where it can be, and
    /// attaches drivers.
    ///
    /// @param machine the machine
    /// @throws IllegalArgumentException if its parts do not fit together; the message says which
    public SimulatedKernel(SimulatedMachine machine) {
        this(machine, machine.hardware());
        functions.powerOn();
        functions.pfs().forEach(this::registerQuietly);
    }

    private SimulatedKernel(SimulatedMachine machine, SimulatedBus bus) {
        this.machine = machine;
        this.bus = bus;
        this.types = KernelTypes.of(machine);
        this.drivers = new VfDrivers(machine, bus, units);
        this.functions = new KernelFunctions(machine, bus, units);
    }

    /// A kernel that goes on where another left off.
    ///
    /// @throws StateException if the state does not fit the machine; the message says where and how
    static SimulatedKernel resume(SimulatedMachine machine, HostState state) throws StateException {
        SimulatedKernel kernel;
        try {
            SimulatedBus bus = machine.hardware();
            bus.restore(state.bus());
            kernel = new SimulatedKernel(machine, bus);
            kernel.console.restore(state.console());
            kernel.functions.remember();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new StateException(state.busPlace() + e.getMessage(), e);
        }
        for (Map.Entry<String, HostState.Pf> entry : state.pfs().entrySet()) {
            String name = entry.getKey();
            HostState.Pf pfState = entry.getValue();
            PfDevice pf =
                    kernel.functions
                            .pf(name)
                            .orElseThrow(() ->
                                    new StateException(
                                            pfState.place() + "this machine has no PF " + name,
                                            null));
            try {
                KernelState.resume(pf, pfState, kernel.units, kernel.types);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new StateException(pfState.place() + name + ": " + e.getMessage(), e);
            }
        }
        return kernel;
    }

    /// Everything that a kernel needs to go on from here, and the records of its host.
    HostState state(SortedMap<String, String> records) {
        return locked(() ->
                new HostState(
                        bus.snapshot(),
                        "",
                        KernelState.capture(functions.pfs()),
                        console.lines(),
                        records));
    }

    private void registerQuietly(PfDevice pf) {
        try {
            new IovAttach(this, pf).run();
        } catch (KernelError e) {
            console.print(pf.name(), "SR-IOV is not available: " + e.errno() + ", " + e.reason());
        }
    }

    SimulatedMachine machine() {
        return machine;
    }

    KernelTypes types() {
        return types;
    }

    VfDrivers drivers() {
        return drivers;
    }

    Console console() {
        return console;
    }

    VirtualClock clock() {
        return bus.clock();
    }

    /// {@return the time since the machine was switched on}
    public Duration now() {
        return locked(() -> bus.clock().now());
    }

    MachineDump dump() {
        return locked(() -> KernelDump.of(bus, functions.pfs()));
    }

    PciAddress address(RoutingId id) {
        return bus.address(id);
    }

    /// {@return the hardware below; not thread-safe, so to be used while nobody else uses the
    /// kernel}
    public SimulatedBus bus() {
        return bus;
    }

    void intercept(AccessInterceptor interceptor) {
        locked(() -> {
            bus.intercept(interceptor);
            return true;
        });
    }

    void advance(Duration duration) {
        locked(() -> {
            clock().advance(duration);
            return true;
        });
    }

    /// {@return the system's page size as a power of two}
    public int pageShift() {
        return machine.pageShift();
    }

    /// {@return the most bytes that a packed configuration may have: sysctl
    /// `hw.pci.iov_max_config`}
    public int maxConfig() {
        return machine.maxConfig();
    }

    /// {@return what the kernel has printed on its console, a line each}
    public List<String> consoleLines() {
        return locked(console::lines);
    }

    /// {@return the device names of the PFs that have a node below `/dev/iov`, in the order of the
    /// machine}
    public List<String> devices() {
        return locked(() ->
                functions.pfs().stream()
                        .filter(pf -> pf.iov().isPresent())
                        .map(PfDevice::name)
                        .toList());
    }

    /// {@return the device name of the PF that has a name; the name itself where none has it}
    String named(String name) {
        return functions.named(name);
    }

    /// {@return which of its attachments a PF's driver is in, from 1: what was opened in an earlier
    /// one is of no use any more}
    ///
    /// @param device the PF's device name
    /// @throws HostException with [Errno#ENOENT] if it has no node
    public int attachment(String device) {
        return operate(Operation.OPEN_PF, device, PfDevice::attachments);
    }

    /// Does what ioctl(2) IOV_GET_SCHEMA does.
    ///
    /// @param device the PF's device name
    /// @return the schema that the PF's driver registered, as a packed nvlist
    /// @throws HostException with [Errno#ENOENT] if it has no node
    public byte[] packedSchema(String device) {
        return operate(Operation.GET_SCHEMA, device, pf -> pf.schema().orElseThrow().packed());
    }

    /// {@return the schema that a PF's driver registered, as read from [#packedSchema]: without the
    /// descriptions, and with types unknown to this SDK where the kernel knows more}
    ///
    /// @param device the PF's device name
    /// @throws HostException with [Errno#ENOENT] if it has no node, with [Errno#EINVAL] if the
    ///   kernel takes the schema and this SDK cannot read it
    public PfSchema schema(String device) {
        Decoded<PfSchema> schema = SchemaNvlist.unpack(packedSchema(device));
        return schema.value()
                .orElseThrow(() ->
                        new HostException(
                                Operation.GET_SCHEMA,
                                device,
                                Errno.EINVAL,
                                "its schema cannot be read: " + schema.report(),
                                "register another"));
    }

    /// Does what ioctl(2) IOV_CONFIG does.
    ///
    /// @param device the PF's device name
    /// @param packed the configuration as a packed nvlist
    /// @throws HostException with the errno of pci_iov_config
    /// @throws IllegalStateException where a real kernel panics, which takes a list with a name
    ///   twice or a strange schema; the message says why
    public void configure(String device, byte[] packed) {
        run(Operation.CONFIGURE, device, pf -> new IovConfigure(this, pf).run(packed));
    }

    /// Does what ioctl(2) IOV_CONFIG does, with a configuration that is still in the caller's
    /// memory.
    ///
    /// @param device the PF's device name
    /// @param length how many bytes it is said to have
    /// @param copyIn fetches that many bytes, when the kernel comes to them; empty where they
    ///   cannot be read
    /// @throws HostException with the errno of pci_iov_config
    public void configure(String device, long length, Supplier<Optional<byte[]>> copyIn) {
        run(Operation.CONFIGURE, device, pf -> new IovConfigure(this, pf).run(length, copyIn));
    }

    /// Does what ioctl(2) IOV_DELETE does.
    ///
    /// @param device the PF's device name
    /// @throws HostException with the errno of pci_iov_delete
    public void delete(String device) {
        run(Operation.DELETE, device, pf -> new IovDelete(this, pf).run());
    }

    /// Registers a PF's driver for SR-IOV, as it does when it attaches to its device; done for all
    /// when the machine is switched on.
    ///
    /// @param device the PF's device name
    /// @throws HostException with the errno of pci_iov_attach
    public void attachPf(String device) {
        attach(device, IovAttach::run);
    }

    /// Registers a PF's driver for SR-IOV with other schemas than its own, valid or not.
    ///
    /// The parameters are added in order to lists that ignore case, as a driver does it with the
    /// functions of pci_iov_schema(9); the same name twice, which a list with the flag NO_UNIQUE
    /// can hold, is an error then. The driver is handed what these schemas admit, until it is
    /// detached and attached again.
    ///
    /// @param device the PF's device name
    /// @param pf the parameters of the PF, each a list of `type`, `default` and `required`
    /// @param vf the parameters of a VF
    /// @throws HostException with the errno of pci_iov_attach: ENOENT or ENXIO if the PF has no
    ///   SR-IOV capability that the kernel knows, EBUSY if it is attached, ENOMEM if a name stands
    ///   twice, EINVAL if a schema is not valid
    /// @throws IllegalArgumentException if lists nest too deep to stand two lists down, see
    ///   [Nvlist#MAX_DEPTH]
    public void attachPf(String device, Nvlist pf, Nvlist vf) {
        attach(device, attach -> attach.run(pf, vf));
    }

    private interface AttachStep {
        void run(IovAttach attach) throws KernelError;
    }

    private void attach(String device, AttachStep step) {
        locked(() -> {
            try {
                step.run(new IovAttach(this, functions.pf(Operation.OPEN_PF, device)));
            } catch (KernelError e) {
                throw e.toHostException(Operation.OPEN_PF, device);
            }
            return true;
        });
    }

    /// Takes a PF's driver out of SR-IOV, as it does when it detaches: its VFs go, and its node.
    ///
    /// @param device the PF's device name
    /// @throws HostException with the errno of pci_iov_detach
    public void detachPf(String device) {
        run(
                Operation.DELETE,
                device,
                pf -> {
                    new IovDelete(this, pf).runForDetach();
                    pf.schema(Optional.empty());
                });
    }

    /// Brings a PF's own interface up or down, as ifconfig(8) does.
    ///
    /// @param device the PF's device name
    /// @param up which
    /// @throws HostException with [Errno#ENOENT] if it has no node
    public void setInterfaceUp(String device, boolean up) {
        run(Operation.CONFIGURE, device, pf -> pf.interfaceUp(up));
    }

    /// {@return a PF and its VFs}
    ///
    /// @param device the PF's device name
    /// @throws HostException with [Errno#ENOENT] if it has no node
    public PfStatus status(String device) {
        return operate(Operation.GET_STATUS, device, pf -> pf.status(bus));
    }

    /// Attaches the driver that a VF is meant for.
    ///
    /// @param device the PF's device name
    /// @param index the VF's number
    /// @throws HostException with ENOENT if there is no such VF, EBUSY if a driver is attached,
    ///   ENXIO if none takes it
    public void attachVf(String device, int index) {
        runVf(Operation.ATTACH_VF, device, index, drivers::attachByHand);
    }

    /// Detaches a VF's driver. Uses that do not hold the driver end with it.
    ///
    /// @param device the PF's device name
    /// @param index the VF's number
    /// @throws HostException with ENOENT if there is no such VF, ENXIO if no driver is attached,
    ///   EBUSY if a guest holds it
    public void detachVf(String device, int index) {
        runVf(Operation.DETACH_VF, device, index, drivers::detach);
    }

    /// Lets a guest hold a passthrough VF, as bhyve(8) does while the guest runs: its driver then
    /// refuses to detach.
    ///
    /// @param device the PF's device name
    /// @param index the VF's number
    /// @param guest the guest's name
    /// @throws HostException with ENOENT if there is no such VF, ENXIO if `ppt` is not attached,
    ///   EBUSY if it is held
    public void assignToGuest(String device, int index, String guest) {
        runVf(Operation.ATTACH_VF, device, index, (_, vf) -> VfDrivers.hold(vf, guest));
    }

    /// Takes the interface of a VF that the host keeps into use: somebody would miss it, but its
    /// driver can detach.
    ///
    /// @param device the PF's device name
    /// @param index the VF's number
    /// @param holder who, for people; `%s` in it becomes the interface's name: `interface %s is up`
    /// @throws HostException with ENOENT if there is no such VF, ENXIO if no host driver is
    ///   attached
    public void useInterface(String device, int index, String holder) {
        runVf(Operation.ATTACH_VF, device, index, (_, vf) -> VfDrivers.use(vf, holder));
    }

    /// Ends every use of a VF: the guest stops, the interface goes down.
    ///
    /// @param device the PF's device name
    /// @param index the VF's number
    /// @throws HostException with ENOENT if there is no such VF
    public void releaseVf(String device, int index) {
        runVf(Operation.DETACH_VF, device, index, (_, vf) -> vf.uses().clear());
    }

    /// {@return the configuration space of a PF, every access under the kernel's lock}
    ///
    /// @param device the PF's device name
    /// @throws HostException with [Errno#ENOENT] if it has no node
    public ConfigSpace configSpace(String device) {
        return underLock(operate(Operation.OPEN_PF, device, PfDevice::config));
    }

    private ConfigSpace underLock(ConfigSpace raw) {
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                return locked(() -> raw.read(offset, width));
            }

            @Override
            public void write(int offset, int width, long value) {
                locked(() -> {
                    raw.write(offset, width, value);
                    return true;
                });
            }
        };
    }

    /// {@return the PCI functions that the kernel knows, in the order in which it found them}
    public List<ListedFunction> pciFunctions() {
        return locked(new KernelDeviceList(bus, functions.ports())::list);
    }

    /// {@return how often functions have come or gone, 0 after power-on}
    public int pciGeneration() {
        return locked(() -> pciGeneration);
    }

    /// Functions have come or gone.
    void functionsChanged() {
        pciGeneration++;
    }

    /// {@return a function's configuration space as the kernel shows it, every access under the
    /// kernel's lock; empty where it knows no such function}
    ///
    /// @param address where it is
    public Optional<ConfigSpace> pciConfigSpace(PciAddress address) {
        return locked(() -> new KernelDeviceList(bus, functions.ports()).configSpace(address))
                .map(this::underLock);
    }

    /// {@return a BAR of a function; empty where it has none there}
    ///
    /// @param address the function
    /// @param register the offset of the BAR's register
    public Optional<ListedBar> pciBar(PciAddress address, int register) {
        return locked(() -> new KernelDeviceList(bus, functions.ports()).bar(address, register));
    }

    private interface PfStep {
        void run(PfDevice pf) throws KernelError;
    }

    private interface VfStep {
        void run(PfDevice pf, VfDevice vf) throws KernelError;
    }

    private interface Result<T> {
        T get();
    }

    private interface PfResult<T> {
        T of(PfDevice pf);
    }

    private <T> T locked(Result<T> result) {
        giant.lock();
        try {
            return result.get();
        } finally {
            giant.unlock();
        }
    }

    private <T> T operate(Operation operation, String device, PfResult<T> result) {
        return locked(() -> result.of(functions.registered(operation, device)));
    }

    private void run(Operation operation, String device, PfStep step) {
        locked(() -> {
            PfDevice pf = functions.registered(operation, device);
            try {
                step.run(pf);
            } catch (KernelError e) {
                throw e.toHostException(operation, device);
            }
            return true;
        });
    }

    private void runVf(Operation operation, String device, int index, VfStep step) {
        locked(() -> {
            PfDevice pf = functions.registered(operation, device);
            String name = device + " VF-" + index;
            VfDevice vf =
                    pf.vf(index)
                            .orElseThrow(() ->
                                    new HostException(
                                            operation,
                                            name,
                                            Errno.ENOENT,
                                            "there is no such VF",
                                            null));
            try {
                step.run(pf, vf);
            } catch (KernelError e) {
                throw e.toHostException(operation, name);
            }
            return true;
        });
    }
}
