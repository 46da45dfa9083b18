package io.sriov.freebsd;

import io.sriov.ffm.Sysctl;
import io.sriov.host.Errno;
import io.sriov.host.HandOver;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// Reads a PF and its VFs: what the kernel tells by `IOV_GET_STATUS`, and, from kernels that do not
/// know that request, what `/dev/pci` shows where the PF's registers say that VFs are.
final class StatusReader {
    /// The driver that takes VFs for guests; see vmm(4).
    private static final String PPT = "ppt";

    private final SystemCalls calls;
    private final String device;
    private final PciNode pci;

    private StatusReader(SystemCalls calls, String device, PciNode pci) {
        this.calls = calls;
        this.device = device;
        this.pci = pci;
    }

    /// {@return the state of a PF}
    ///
    /// @param calls the C library
    /// @param device the PF's device name
    /// @param node its node
    /// @throws HostException when the kernel cannot be asked
    static PfStatus read(SystemCalls calls, String device, IovNode node) {
        Optional<KernelStatus> told = told(device, node);
        try (PciNode pci = PciNode.open(calls)) {
            return new StatusReader(calls, device, pci).read(told);
        }
    }

    private static Optional<KernelStatus> told(String device, IovNode node) {
        try {
            return KernelStatus.unpack(node.status());
        } catch (KernelErrorException e) {
            if (e.errno() == Errno.EINVAL || e.errno() == Errno.ENOTTY) {
                return Optional.empty();
            }
            throw new HostException(
                    Operation.GET_STATUS,
                    device,
                    e.errno(),
                    "the kernel does not tell it" + e.remark(),
                    e.errno() == Errno.ENOMEM ? "free some memory, then try again" : null);
        }
    }

    /// {@return which PCI function a PF is}
    ///
    /// @param calls the C library
    /// @param device the PF's device name
    /// @throws HostException when `/dev/pci` does not show it
    static PciConf locate(SystemCalls calls, String device) {
        try (PciNode pci = PciNode.open(calls)) {
            return new StatusReader(calls, device, pci).locate();
        }
    }

    private PciConf locate() {
        return PfLocation.find(device, pci, calls.sysctl())
                .or(this::toldFunction)
                .orElseThrow(this::notFound);
    }

    /// The function where the kernel tells that the PF is, whatever its node is called.
    private Optional<PciConf> toldFunction() {
        try (IovNode node = IovNode.open(calls, device)) {
            return told(device, node).flatMap(this::function);
        } catch (KernelErrorException _) {
            return Optional.empty();
        }
    }

    private Optional<PciConf> function(KernelStatus told) {
        return PciAddress.tryParse(told.location()).flatMap(address -> PfLocation.at(address, pci));
    }

    private HostException notFound() {
        return new HostException(
                Operation.GET_STATUS,
                device,
                Errno.ENODEV,
                IovNode.path(device) + " exists, but /dev/pci shows no such function",
                "see with pciconf -l under which name the PF goes");
    }

    private PfStatus read(Optional<KernelStatus> told) {
        PciConf pf = told.flatMap(this::function).orElseGet(this::locate);
        PciSelector selector = pf.selector();
        Optional<Boolean> ari = AriPath.enabled(selector.domain(), selector.bus(), pci);
        PfStatus.Builder status =
                PfStatus.builder()
                        .device(device)
                        .address(selector.address())
                        .location(told.map(KernelStatus::location).orElseGet(selector::toString))
                        .vendorId(pf.vendorId())
                        .deviceId(pf.deviceId())
                        .driver(pf.driver())
                        .ari(ari)
                        .numaNode(numaNode(pf));
        List<Vf> vfs;
        if (told.isPresent()) {
            status.numVfs(told.get().numVfs()).totalVfs(told.get().totalVfs());
            vfs = toldVfs(told.get(), selector);
        } else {
            SriovCapability registers = registers(selector);
            int numVfs = registers.vfEnable() ? registers.numVfs() : 0;
            status.numVfs(numVfs).totalVfs(registers.totalVfs());
            vfs = shownVfs(registers.routing(selector.routingId()), numVfs, selector);
        }
        if (!vfs.isEmpty()) {
            VfInterfaces interfaces = VfInterfaces.read(calls.interfaces());
            vfs.forEach(vf -> status.addVf(vf.status(interfaces, ari)));
        }
        return status.build();
    }

    private SriovCapability registers(PciSelector pf) {
        return SriovCapability.find(pci.configSpace(pf))
                .orElseThrow(() ->
                        new HostException(
                                Operation.GET_STATUS,
                                device,
                                Errno.ENXIO,
                                "the device does not answer: no SR-IOV capability can be read",
                                "see the console for errors of the device"));
    }

    private OptionalInt numaNode(PciConf pf) {
        if (pf.numaDomain().isPresent()) {
            return pf.numaDomain();
        }
        Sysctl sysctl = calls.sysctl();
        OptionalLong domain = sysctl.number("dev." + pf.driver() + "." + pf.unit() + ".%domain");
        return domain.isPresent() ? OptionalInt.of((int) domain.getAsLong()) : OptionalInt.empty();
    }

    /// A VF, and what is needed to say more of it.
    private record Vf(
            int index,
            PciAddress address,
            String location,
            boolean passthrough,
            Optional<String> driver,
            Optional<PciConf> function) {

        VfStatus status(VfInterfaces interfaces, Optional<Boolean> ari) {
            Optional<String> networkInterface =
                    driver.isPresent() && !passthrough
                            ? function.flatMap(VfInterfaces::name)
                            : Optional.empty();
            VfStatus.Builder status =
                    VfStatus.builder()
                            .index(index)
                            .address(address)
                            .location(location)
                            .passthrough(passthrough)
                            .driver(driver)
                            .networkInterface(networkInterface);
            if (passthrough && driver.isPresent()) {
                ari.flatMap(enabled -> HandOver.toBhyve(address, enabled))
                        .ifPresent(status::addHandOver);
            }
            networkInterface.ifPresent(name -> {
                status.addHandOver(HandOver.toJail(name));
                status.addAllUses(interfaces.uses(name));
            });
            return status.build();
        }
    }

    /// The functions of the PF's domain, read bus by bus.
    private Function<RoutingId, Optional<PciConf>> functions(PciSelector pf) {
        Map<Integer, Map<RoutingId, PciConf>> buses = new HashMap<>();
        return id ->
                Optional.ofNullable(
                        buses.computeIfAbsent(id.bus(), bus -> onBus(pf.domain(), bus)).get(id));
    }

    private Map<RoutingId, PciConf> onBus(long domain, int bus) {
        Map<RoutingId, PciConf> functions = new HashMap<>();
        pci.list(PciMatchConf.bus(domain, bus))
                .forEach(function -> functions.put(function.selector().routingId(), function));
        return functions;
    }

    private List<Vf> toldVfs(KernelStatus told, PciSelector pf) {
        if (told.vfs().isEmpty()) {
            return List.of();
        }
        Function<RoutingId, Optional<PciConf>> functions = functions(pf);
        var vfs = new ArrayList<Vf>();
        for (KernelStatus.Vf vf : told.vfs()) {
            Optional<PciAddress> place =
                    PciAddress.tryParse(vf.location()).or(() -> placed(pf, vf.index()));
            if (place.isEmpty()) {
                continue;
            }
            PciAddress address = place.get();
            Optional<PciConf> function = functions.apply(address.routingId());
            Optional<String> driver =
                    vf.attached()
                            ? vf.driver().or(() -> function.map(PciConf::nameUnit))
                            : Optional.empty();
            vfs.add(new Vf(vf.index(), address, vf.location(), vf.passthrough(), driver, function));
        }
        return vfs;
    }

    /// Where the registers place a VF; empty where it has gone since the kernel told of it.
    private Optional<PciAddress> placed(PciSelector pf, int index) {
        VfRouting routing = registers(pf).routing(pf.routingId());
        return index < routing.numVfs()
                ? Optional.of(routing.address(pf.domain(), index))
                : Optional.empty();
    }

    /// The VFs that the registers tell of and that are there as devices.
    private List<Vf> shownVfs(VfRouting routing, int numVfs, PciSelector pf) {
        if (numVfs == 0) {
            return List.of();
        }
        Function<RoutingId, Optional<PciConf>> functions = functions(pf);
        var vfs = new ArrayList<Vf>();
        for (int i = 0; i < numVfs; i++) {
            Optional<PciConf> found = functions.apply(routing.routingId(i));
            if (found.isEmpty() || found.get().selector().equals(pf)) {
                continue;
            }
            PciConf function = found.get();
            boolean passthrough = function.driver().equals(PPT);
            vfs.add(
                    new Vf(
                            i,
                            function.selector().address(),
                            function.selector().toString(),
                            passthrough,
                            attached(function, passthrough)
                                    ? Optional.of(function.nameUnit())
                                    : Optional.empty(),
                            found));
        }
        return vfs;
    }

    /// A function that is meant for `ppt` has its name also while nothing is attached.
    private boolean attached(PciConf function, boolean passthrough) {
        if (!passthrough) {
            return !function.driver().isEmpty();
        }
        try {
            return pci.attached(function.selector());
        } catch (KernelErrorException e) {
            if (e.errno() == Errno.ENODEV) {
                return false;
            }
            throw new HostException(
                    Operation.GET_STATUS,
                    device,
                    e.errno(),
                    "whether "
                            + function.selector()
                            + " has its driver cannot be found out"
                            + e.remark(),
                    "run as root");
        }
    }
}
