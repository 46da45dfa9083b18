package io.sriov.testkit.sim;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.schema.PfSchema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A PF driver that has a schema and a limit, keeps what it is given, and can be told to refuse
/// single VFs.
///
/// Not thread-safe: the kernel calls it under its own lock.
public final class SimulatedPfDriver implements PfDriver {
    private final PfSchema schema;
    private final int maxVfs;
    private final Set<Integer> refused;
    private OptionalInt numVfs = OptionalInt.empty();
    private Optional<DriverParameters> pf = Optional.empty();
    private final SortedMap<Integer, DriverParameters> vfs = new TreeMap<>();

    private SimulatedPfDriver(PfSchema schema, int maxVfs, Set<Integer> refused) {
        this.schema = schema;
        this.maxVfs = maxVfs;
        this.refused = Set.copyOf(refused);
    }

    /// {@return a driver that takes as many VFs as there can be}
    ///
    /// @param schema its schema
    public static SimulatedPfDriver of(PfSchema schema) {
        return new SimulatedPfDriver(schema, 0xffff, Set.of());
    }

    /// {@return this driver with a limit below TotalVFs, such as its queues allow: more are refused
    /// with ENOSPC}
    ///
    /// @param limit the most VFs that it takes
    public SimulatedPfDriver limitedTo(int limit) {
        return new SimulatedPfDriver(schema, limit, refused);
    }

    /// {@return this driver refusing single VFs with ENXIO when they are added}
    ///
    /// @param indexes the numbers of those VFs
    public SimulatedPfDriver refusing(Integer... indexes) {
        return new SimulatedPfDriver(schema, maxVfs, Set.copyOf(List.of(indexes)));
    }

    @Override
    public PfSchema schema() {
        return schema;
    }

    @Override
    public void init(int count, DriverParameters parameters) throws PfDriverException {
        if (numVfs.isPresent()) {
            throw new PfDriverException(
                    Errno.EBUSY, "init was called twice without uninit between");
        }
        if (count > maxVfs) {
            throw new PfDriverException(
                    Errno.ENOSPC,
                    "the device has resources for " + maxVfs + " VFs; ask for no more");
        }
        numVfs = OptionalInt.of(count);
        pf = Optional.of(parameters);
    }

    @Override
    public void addVf(int index, DriverParameters parameters) throws PfDriverException {
        if (numVfs.isEmpty() || index < 0 || index >= numVfs.getAsInt()) {
            throw new PfDriverException(Errno.EINVAL, "VF " + index + " was not announced by init");
        }
        if (refused.contains(index)) {
            throw new PfDriverException(Errno.ENXIO, "this driver was told to refuse VF " + index);
        }
        vfs.put(index, parameters);
    }

    @Override
    public void uninit() {
        numVfs = OptionalInt.empty();
        pf = Optional.empty();
        vfs.clear();
    }

    /// {@return how many VFs `init` announced; empty before it and after `uninit`}
    public OptionalInt numVfs() {
        return numVfs;
    }

    /// {@return what the driver was given for the PF; empty before `init` and after `uninit`}
    public Optional<DriverParameters> pf() {
        return pf;
    }

    /// {@return what the driver was given for a VF; empty where it took none of that number}
    ///
    /// @param index the VF's number
    public Optional<DriverParameters> vf(int index) {
        return Optional.ofNullable(vfs.get(index));
    }

    /// {@return the numbers of the VFs that the driver took, in order}
    public List<Integer> vfs() {
        return List.copyOf(vfs.keySet());
    }
}
