package io.sriov.testkit.sim;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.schema.MacAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.testkit.profile.DriverQuirks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A PF driver that has a schema and quirks, keeps what it is given, and can be told to refuse
/// single VFs.
///
/// Not thread-safe: the kernel calls it under its own lock.
public final class SimulatedPfDriver implements PfDriver {
    private static final String MAC_ADDR = "mac-addr";

    private final PfSchema schema;
    private final DriverQuirks quirks;
    private final Set<Integer> refused;
    private PfSurroundings surroundings = PfSurroundings.none();
    private OptionalInt numVfs = OptionalInt.empty();
    private Optional<DriverParameters> pf = Optional.empty();
    private final SortedMap<Integer, DriverParameters> vfs = new TreeMap<>();
    private final SortedMap<Integer, MacAddress> addresses = new TreeMap<>();

    private SimulatedPfDriver(PfSchema schema, DriverQuirks quirks, Set<Integer> refused) {
        this.schema = schema;
        this.quirks = quirks;
        this.refused = Set.copyOf(refused);
    }

    /// {@return a driver that takes as many VFs as there can be}
    ///
    /// @param schema its schema
    public static SimulatedPfDriver of(PfSchema schema) {
        return new SimulatedPfDriver(schema, DriverQuirks.none(), Set.of());
    }

    /// {@return this driver with a limit below TotalVFs, such as its queues allow: more are refused
    /// with ENOSPC}
    ///
    /// @param limit the most VFs that it takes
    public SimulatedPfDriver limitedTo(int limit) {
        return with(DriverQuirks.builder().from(quirks).driverLimit(limit).build());
    }

    /// {@return this driver behaving in another way}
    ///
    /// @param chosen how, in place of what it did before
    public SimulatedPfDriver with(DriverQuirks chosen) {
        return new SimulatedPfDriver(schema, chosen, refused);
    }

    /// {@return this driver refusing single VFs with ENXIO when they are added}
    ///
    /// @param indexes the numbers of those VFs
    public SimulatedPfDriver refusing(Integer... indexes) {
        return new SimulatedPfDriver(schema, quirks, Set.copyOf(List.of(indexes)));
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
        requireInterface();
        requireRoom(count);
        numVfs = OptionalInt.of(count);
        pf = Optional.of(parameters);
    }

    private void requireInterface() throws PfDriverException {
        if (quirks.needsInterfaceUp() && !surroundings.interfaceUp().getAsBoolean()) {
            throw new PfDriverException(
                    Errno.ENETDOWN,
                    "VFs are made only while the PF's interface is up; bring it up first");
        }
    }

    private void requireRoom(int count) throws PfDriverException {
        int limit = quirks.driverLimit().orElse(0xffff);
        if (count > limit) {
            throw new PfDriverException(
                    Errno.ENOSPC,
                    "the device has resources for " + limit + " VFs; ask for no more");
        }
        int each = surroundings.vfMsixVectors();
        int pool = quirks.msixPool().orElse(Integer.MAX_VALUE);
        if ((long) count * each > pool) {
            throw new PfDriverException(
                    Errno.ENOSPC,
                    count
                            + " VFs need "
                            + (long) count * each
                            + " MSI-X vectors of the "
                            + pool
                            + " that there are; ask for at most "
                            + pool / each
                            + " VFs");
        }
    }

    @Override
    public void addVf(int index, DriverParameters parameters) throws PfDriverException {
        if (numVfs.isEmpty() || index < 0 || index >= numVfs.getAsInt()) {
            throw new PfDriverException(Errno.EINVAL, "VF " + index + " was not announced by init");
        }
        if (refused.contains(index)) {
            throw new PfDriverException(Errno.ENXIO, "this driver was told to refuse VF " + index);
        }
        surroundings.clock().advance(quirks.startPerVf());
        if (index >= quirks.createsAtMost().orElse(0xffff)) {
            throw new PfDriverException(
                    Errno.ENOSPC,
                    "this driver makes "
                            + quirks.createsAtMost().getAsInt()
                            + " VFs, whatever it is asked for");
        }
        vfs.put(index, parameters);
        if (quirks.addressAfterRebind()) {
            addresses.put(index, surroundings.address());
        } else {
            takeOver(index);
        }
    }

    /// Takes note of the machine that the driver's PF is in.
    void attach(PfSurroundings found) {
        surroundings = found;
    }

    /// A VF's own driver lets go, so that it asks for its address anew the next time.
    void vfDetached(int index) {
        if (vfs.containsKey(index)) {
            takeOver(index);
        }
    }

    private void takeOver(int index) {
        addresses.put(
                index,
                vf(index)
                        .flatMap(parameters -> parameters.value(MAC_ADDR))
                        .map(value ->
                                value instanceof ParameterValue.Mac(var address) ? address : null)
                        .orElseGet(() -> addresses.getOrDefault(index, surroundings.address())));
    }

    /// {@return the MAC address that a VF uses now: the one that it was given as `mac-addr`, or one
    /// that it was born with; empty where there is no such VF}
    ///
    /// @param index the VF's number
    public Optional<MacAddress> addressInEffect(int index) {
        return Optional.ofNullable(addresses.get(index));
    }

    @Override
    public void uninit() {
        numVfs = OptionalInt.empty();
        pf = Optional.empty();
        vfs.clear();
        addresses.clear();
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
