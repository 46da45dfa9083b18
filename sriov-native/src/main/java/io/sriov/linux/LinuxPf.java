package io.sriov.linux;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.linux.driver.FirmwareLimit;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.sys.KernelWork;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A PF of a Linux host. Nothing is kept between two calls but where it sits.
///
/// @param host the host
/// @param address where it sits
record LinuxPf(LinuxHost host, PciAddress address) implements PhysicalFunction {

    @Override
    public String device() {
        return address.toString();
    }

    @Override
    public String node() {
        return directory().toString();
    }

    Path directory() {
        return kernel().sysfs().path("bus/pci/devices").resolve(device());
    }

    private LinuxKernel kernel() {
        return host.kernel();
    }

    /// Reads the PF, unless the kernel does not come back from that.
    SysfsPf read(Operation operation) {
        return readIfThere(operation)
                .orElseThrow(() ->
                        new HostException(
                                operation,
                                device(),
                                Errno.ENODEV,
                                "the PF is gone",
                                "see dmesg for why"));
    }

    private Optional<SysfsPf> readIfThere(Operation operation) {
        return read(operation, () -> kernel().inventory().read(address));
    }

    /// Reads one VF without the others; empty where there is none.
    Optional<SysfsVf> readVf(Operation operation, int index) {
        return read(operation, () -> kernel().inventory().vf(address, index));
    }

    private <T> T read(Operation operation, Supplier<T> reading) {
        return ask(operation, new NumVfs(this, kernel())::links, reading);
    }

    /// Asks for what the kernel need not come back from.
    private <T> T ask(Operation operation, LongSupplier progress, Supplier<T> question) {
        requireBack(operation);
        return kernel().work()
                .read(
                        operation,
                        device(),
                        "somebody creates or destroys its VFs, or holds what its driver needs",
                        progress,
                        question);
    }

    /// Lets the PF's driver do something, which the kernel need not come back from either.
    ///
    /// @param operation what it is for
    /// @param progress how far it has got
    /// @param part what it does, and tells of
    void work(Operation operation, LongSupplier progress, Consumer<KernelWork.Steps> part) {
        try {
            kernel().work()
                    .run(
                            operation,
                            address,
                            "see dmesg for what the driver waits for",
                            progress,
                            steps -> {
                                part.accept(steps);
                                return address;
                            });
        } catch (LinuxErrorException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requireBack(Operation operation) {
        kernel().work()
                .stuck(address)
                .ifPresent(what -> {
                    throw new HostException(
                            operation,
                            device(),
                            Errno.ETIMEDOUT,
                            "the kernel has not come back from " + what,
                            "see dmesg for what it waits for; no command can look at the PF until then");
                });
    }

    @Override
    public PfSchema schema() {
        return driver(Operation.GET_SCHEMA).schema();
    }

    private PfDriver driver(Operation operation) {
        return kernel().driver(read(operation));
    }

    @Override
    public PfStatus status() {
        SysfsPf now = read(Operation.GET_STATUS);
        return ask(Operation.GET_STATUS, () -> 0, () -> new StatusReader(kernel(), now).read());
    }

    @Override
    public ConfigSpace configSpace() {
        kernel();
        return new LinuxConfigSpace(this);
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        SysfsPf pf = read(Operation.GET_STATUS);
        Origin numVfs = config.pf().setting("num_vfs").map(LinuxPf::origin).orElseThrow();
        if (pf.function().driver().isEmpty()) {
            return List.of(obstacle(DriverCode.NOT_SUPPORTED, CreateDiagnosis.NO_DRIVER, numVfs));
        }
        var problems =
                new ArrayList<>(
                        ask(
                                Operation.GET_STATUS,
                                () -> 0,
                                () -> kernel().driver(pf).check(config)));
        OptionalInt most = pf.limit().kernel();
        if (most.isPresent() && config.numVfs() > most.getAsInt()) {
            problems.add(
                    obstacle(
                            DriverCode.DEVICE_LIMIT,
                            new Obstacle(
                                    pf.function().driver().get()
                                            + " takes at most "
                                            + most.getAsInt()
                                            + " VFs here; "
                                            + config.numVfs()
                                            + " are asked for",
                                    "set num_vfs to at most "
                                            + most.getAsInt()
                                            + pf.function()
                                                    .driver()
                                                    .flatMap(name ->
                                                            FirmwareLimit.remedy(name, address))
                                                    .map(remedy -> ", or " + remedy)
                                                    .orElse("")),
                            numVfs));
        } else {
            for (Obstacle obstacle : new VfRoom(this, pf).obstacles(config.numVfs())) {
                problems.add(obstacle(DriverCode.DEVICE_LIMIT, obstacle, numVfs));
            }
        }
        Passthrough.check(kernel(), config).ifPresent(problems::add);
        return problems;
    }

    private static Diagnostic obstacle(DriverCode code, Obstacle obstacle, Origin at) {
        return Diagnostic.error(code, obstacle.detail(), at).withHint(obstacle.remedy());
    }

    static Origin origin(Setting setting) {
        return setting.origin().orElseGet(() -> Origin.whole(setting.parameter().name()));
    }

    @Override
    public void preflight(IovConfig config) {
        SysfsPf now = read(Operation.CONFIGURE);
        new Preflight(this, kernel(), config).require(now, kernel().driver(now));
    }

    @Override
    public List<ParameterMismatch> compare(IovConfig config) {
        PfDriver driver = driver(Operation.GET_STATUS);
        var compared = new AtomicInteger();
        return ask(
                Operation.GET_STATUS,
                compared::get,
                () -> {
                    var mismatches = new ArrayList<ParameterMismatch>();
                    for (int i = 0; i < config.numVfs(); i++) {
                        mismatches.addAll(compare(driver, i, config));
                        compared.incrementAndGet();
                    }
                    return mismatches;
                });
    }

    private List<ParameterMismatch> compare(PfDriver driver, int index, IovConfig config) {
        try {
            return driver.compare(index, DriverParameters.of(config.vf(index)));
        } catch (PfDriverException e) {
            throw new HostException(
                    Operation.GET_STATUS,
                    vf(index),
                    e.errno(),
                    String.valueOf(e.getMessage()),
                    null,
                    e);
        }
    }

    /// {@return where a VF sits, by the PF's link to it; empty where there is no such VF}
    Optional<PciAddress> vfAddress(int index) {
        return kernel().sysfs()
                .linkedName(directory().resolve("virtfn" + index))
                .flatMap(PciAddress::tryParse);
    }

    /// {@return a VF's name in messages}
    String vf(int index) {
        return device() + " " + IovConfig.vfName(index);
    }

    @Override
    public void configure(IovConfig config) {
        try (PfChange change = PfChange.begin(this, Operation.CONFIGURE)) {
            new VfCreation(this, kernel(), config, change.autoprobe()).run();
        }
    }

    @Override
    public void delete() {
        try (PfChange change = PfChange.begin(this, Operation.DELETE)) {
            new VfDestruction(this, kernel()).run();
            change.autoprobe().settle();
        }
    }

    @Override
    public void settle() {
        try (PfChange change = PfChange.begin(this, Operation.CONFIGURE)) {
            if (change.autoprobe().isRecorded()) {
                // Drivers are kept from VFs that may still come, from whoever is in the kernel:
                // reading waits for that.
                readIfThere(Operation.CONFIGURE);
                change.autoprobe().settle();
            }
        }
    }

    @Override
    public void attachVf(int index) {
        new VfDriver(this, kernel(), index).attach();
    }

    @Override
    public void detachVf(int index) {
        new VfDriver(this, kernel(), index).detach();
    }
}
