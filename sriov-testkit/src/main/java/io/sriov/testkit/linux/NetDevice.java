package io.sriov.testkit.linux;

import io.sriov.schema.MacAddress;
import java.util.ArrayList;
import java.util.List;

/// A network interface: `struct net_device`. Of a PF also what its driver keeps of VFs.
final class NetDevice {
    private final String kernelName;
    private final String name;
    private final int index;
    private final PciDevice device;
    private final MacAddress address;
    private final List<VfState> vfs = new ArrayList<>();
    private boolean up;
    private boolean plugged = true;

    /// @param kernelName the name that the kernel gave it: `eth0`
    /// @param name the name that it goes by
    NetDevice(String kernelName, String name, int index, PciDevice device, MacAddress address) {
        this.kernelName = kernelName;
        this.name = name;
        this.index = index;
        this.device = device;
        this.address = address;
    }

    String kernelName() {
        return kernelName;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    PciDevice device() {
        return device;
    }

    PciDriver driver() {
        return device.driver().orElseThrow();
    }

    MacAddress address() {
        return address;
    }

    /// What the driver keeps of VFs, by their numbers; none where there are none.
    List<VfState> vfs() {
        return vfs;
    }

    /// New VFs begin as after their creation.
    void beginVfs(int count) {
        vfs.clear();
        for (int i = 0; i < count; i++) {
            vfs.add(new VfState());
        }
    }

    boolean up() {
        return up;
    }

    void up(boolean now) {
        up = now;
    }

    boolean carrier() {
        return up && plugged;
    }

    void plugged(boolean now) {
        plugged = now;
    }

    /// Where it is below `/sys`.
    String devpath() {
        return device.devpath() + "/net/" + name;
    }
}
