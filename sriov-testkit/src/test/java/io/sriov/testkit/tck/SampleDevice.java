package io.sriov.testkit.tck;

import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.schema.ParameterValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A device that keeps named values for its PF and each VF, and has a pool of queues. Its driver
/// reaches it by [#get] and [#set], each of which may be told to fail.
final class SampleDevice implements DeviceFaults {
    static final int QUEUES = 16;
    static final int MAX_RATE = 0x7fff_ffff;

    /// What a VF has after a reset.
    private static final Map<String, ParameterValue> RESET =
            Map.of(
                    "mac-anti-spoof", ParameterValue.Bool.TRUE,
                    "allow-set-mac", ParameterValue.Bool.FALSE,
                    "allow-promisc", ParameterValue.Bool.FALSE,
                    "trust", ParameterValue.Bool.FALSE,
                    "rate", new ParameterValue.Uint(0),
                    "label", new ParameterValue.Text("factory"));

    /// What the PF has after power-on.
    final Map<String, ParameterValue> pf =
            new LinkedHashMap<>(
                    Map.of(
                            "mode", new ParameterValue.Text("fair"),
                            "vlan-anti-spoof", ParameterValue.Bool.TRUE,
                            "mtu", new ParameterValue.Uint(1500)));

    final List<Map<String, ParameterValue>> vfs = new ArrayList<>();

    /// Queues that VFs own, by VF; a VF that is gone may own some until they are released.
    final Map<Integer, Long> owned = new LinkedHashMap<>();

    private int untilFault = -1;

    void enableVfs(int count) {
        vfs.clear();
        for (int i = 0; i < count; i++) {
            vfs.add(new LinkedHashMap<>(RESET));
        }
    }

    @Override
    public void failAccess(int access) {
        untilFault = access;
    }

    @Override
    public boolean callOff() {
        boolean left = untilFault >= 0;
        untilFault = -1;
        return left;
    }

    private void access(String what) throws PfDriverException {
        if (untilFault >= 0 && untilFault-- == 0) {
            throw new PfDriverException(
                    Errno.EIO, what + " gets no answer from the device; reset it and try again");
        }
    }

    @Nullable ParameterValue get(int vf, String name) throws PfDriverException {
        access("reading " + name + " of VF-" + vf);
        return vfs.get(vf).get(name);
    }

    void set(int vf, String name, ParameterValue value) throws PfDriverException {
        access("setting " + name + " of VF-" + vf);
        vfs.get(vf).put(name, value);
    }

    void setPf(String name, ParameterValue value) throws PfDriverException {
        access("setting " + name + " of the PF");
        pf.put(name, value);
    }

    /// Gives a VF queues of the pool.
    void own(int vf, long queues) throws PfDriverException {
        access("giving VF-" + vf + " its queues");
        long taken = owned.values().stream().mapToLong(Long::longValue).sum();
        long free = QUEUES - taken + owned.getOrDefault(vf, 0L);
        if (queues > free) {
            throw new PfDriverException(
                    Errno.ENOSPC,
                    "VF-" + vf + " wants " + queues + " queues of " + free + "; give it fewer");
        }
        owned.put(vf, queues);
    }

    void disown(int vf) throws PfDriverException {
        access("taking the queues of VF-" + vf);
        owned.remove(vf);
    }
}
