package io.sriov.scripted;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A host of [ScriptedPf]s. It outlives the processes that use it: closing it is only counted.
public final class ScriptedHost implements Host {
    private final Faults faults = new Faults();
    private final FaultingRecordStore records = new FaultingRecordStore(faults);
    private final TreeMap<String, ScriptedPf> pfs = new TreeMap<>();
    private final Map<String, String> otherNames = new HashMap<>();

    /// How often it was closed.
    public int closed;

    /// Why the kernel does not tell which PFs there are.
    public @Nullable RuntimeException unlisted;

    /// Adds a PF.
    public ScriptedPf add(String device, int totalVfs, PfSchema schema) {
        var pf =
                new ScriptedPf(
                        faults, device, new PciAddress(0, 3 + pfs.size(), 0, 0), totalVfs, schema);
        pfs.put(device, pf);
        return pf;
    }

    /// Gives a PF another name, under which it can be asked for, too.
    public void alsoCalled(String name, String device) {
        otherNames.put(name, device);
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
        if (unlisted != null) {
            throw unlisted;
        }
        return List.copyOf(pfs.values());
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        ScriptedPf pf = pfs.get(otherNames.getOrDefault(device, device));
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
    public void close() {
        closed++;
    }
}
