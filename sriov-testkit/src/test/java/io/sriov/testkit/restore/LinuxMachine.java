package io.sriov.testkit.restore;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.host.Host;
import io.sriov.pci.PciAddress;
import io.sriov.pci.SriovCapability;
import io.sriov.testkit.linux.LinuxSystem;
import io.sriov.testkit.linux.SimulatedLinux;
import io.sriov.testkit.linux.SimulatedLinuxHost;
import io.sriov.testkit.linux.SyscallException;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A machine with Linux, used by the files of sysfs.
final class LinuxMachine implements Machine {
    private static final String DEVICES = "/sys/bus/pci/devices/";
    private static final String DEVICE = Kernel.LINUX.device;
    private static final String NEIGHBOUR = Kernel.LINUX.neighbour;
    private static final String GUESTS = "vfio-pci";

    private final SimulatedLinuxHost host;
    private final SimulatedLinux linux;
    private final Recorder driver;
    private final boolean neighbour;

    LinuxMachine(Hardware hardware, Recorder driver) {
        this.driver = driver;
        this.neighbour = hardware.hasNeighbour();
        host =
                SimulatedLinuxHost.builder(LinuxSystem.of(hardware.machine(driver)))
                        .drivers(PfDrivers.of(List.of(new Plugin(driver))))
                        .build();
        linux = host.linux();
        if (neighbour) {
            linux.write(DEVICES + NEIGHBOUR + "/sriov_numvfs", "2");
        }
    }

    /// The driver of the one PF, which every process has as its own.
    private record Plugin(Recorder driver) implements PfDriverProvider {
        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public boolean supports(PfIdentity pf) {
            return pf.address().toString().equals(DEVICE);
        }

        @Override
        public PfDriver attach(PfIdentity pf) {
            return driver;
        }
    }

    @Override
    public Host host() {
        return host;
    }

    /// The hardware has no settings of VFs that nobody has made.
    @Override
    public void create(Wish wish) {
        linux.write(DEVICES + DEVICE + "/sriov_numvfs", Integer.toString(wish.numVfs()));
        for (int vf : wish.passthrough()) {
            if (vf < wish.numVfs()) {
                String address = address(DEVICE, vf);
                linux.write(DEVICES + address + "/driver_override", GUESTS);
                detach(vf);
                linux.write("/sys/bus/pci/drivers_probe", address);
            }
        }
    }

    /// With VFs go their settings.
    @Override
    public void delete() {
        linux.write(DEVICES + DEVICE + "/sriov_numvfs", "0");
        driver.uninit();
    }

    @Override
    public void detach(int vf) {
        String address = address(DEVICE, vf);
        linux.write(DEVICES + address + "/driver/unbind", address);
    }

    @Override
    public void use(int vf) {
        String address = address(DEVICE, vf);
        linux.setUp(linux.list(DEVICES + address + "/net").getFirst(), true);
    }

    private String address(String pf, int vf) {
        return last(linux.readLink(DEVICES + pf + "/virtfn" + vf));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public Truth truth() {
        host.intercept(AccessInterceptor.NONE);
        SriovCapability registers =
                linux.operate(bus ->
                        SriovCapability.find(bus.hardware(PciAddress.parse(DEVICE).routingId()))
                                .orElseThrow());
        return new Truth(
                DEVICE,
                numVfs(DEVICE),
                registers.vfEnable(),
                registers.numVfs(),
                driver.label(),
                linux.read(DEVICES + DEVICE + "/sriov_drivers_autoprobe").strip().equals("1"),
                vfs(DEVICE),
                neighbour ? numVfs(NEIGHBOUR) + " " + vfs(NEIGHBOUR) : "");
    }

    private int numVfs(String pf) {
        return Integer.parseInt(linux.read(DEVICES + pf + "/sriov_numvfs").strip());
    }

    private Map<Integer, Truth.Vf> vfs(String pf) {
        Map<Integer, Truth.Vf> vfs = new HashMap<>();
        for (String name : linux.list(DEVICES + pf)) {
            if (name.startsWith("virtfn")) {
                int index = Integer.parseInt(name.substring("virtfn".length()));
                vfs.put(
                        index,
                        vf(address(pf, index), pf.equals(DEVICE) ? driver.weight(index) : ""));
            }
        }
        return vfs;
    }

    private Truth.Vf vf(String address, String weight) {
        String bound;
        try {
            bound = last(linux.readLink(DEVICES + address + "/driver"));
        } catch (SyscallException _) {
            bound = "";
        }
        String override = linux.read(DEVICES + address + "/driver_override").strip();
        boolean guests = (bound.isEmpty() ? override : bound).equals(GUESTS);
        return new Truth.Vf(address, guests, bound, weight);
    }
}
