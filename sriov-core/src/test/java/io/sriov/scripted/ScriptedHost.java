package io.sriov.scripted;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import java.util.List;
import java.util.TreeMap;

/// A host of [ScriptedPf]s. It outlives the processes that use it: closing it does nothing.
public final class ScriptedHost implements Host {
    private final Faults faults = new Faults();
    private final FaultingRecordStore records = new FaultingRecordStore(faults);
    private final TreeMap<String, ScriptedPf> pfs = new TreeMap<>();

    /// Adds a PF.
    public ScriptedPf add(String device, int totalVfs, PfSchema schema) {
        var pf =
                new ScriptedPf(
                        faults, device, new PciAddress(0, 3 + pfs.size(), 0, 0), totalVfs, schema);
        pfs.put(device, pf);
        return pf;
    }

    /// Removes a PF, as when its driver is unloaded.
    public void remove(String device) {
        pfs.remove(device);
    }

    /// The faults of all ports and of the record store.
    public Faults faults() {
        return faults;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return List.copyOf(pfs.values());
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        ScriptedPf pf = pfs.get(device);
        if (pf == null) {
            throw new HostException(
                    HostException.Operation.OPEN_PF,
                    device,
                    Errno.ENOENT,
                    "no such PF",
                    "there are " + pfs.keySet());
        }
        return pf;
    }

    @Override
    public FaultingRecordStore records() {
        return records;
    }

    @Override
    public void close() {}
}
