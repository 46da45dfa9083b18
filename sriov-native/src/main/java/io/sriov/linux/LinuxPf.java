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
        requireBack(operation);
        LinuxKernel kernel = kernel();
        return kernel.work()
                .read(
                        operation,
                        address,
                        new NumVfs(this, kernel)::links,
                        () -> kernel.inventory().read(address));
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
        return StatusReader.read(kernel(), read(Operation.GET_STATUS));
    }

    @Override
    public ConfigSpace configSpace() {
        kernel();
        return new LinuxConfigSpace(this);
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        SysfsPf pf = read(Operation.GET_STATUS);
        var problems = new ArrayList<>(kernel().driver(pf).check(config));
        OptionalInt most = pf.limit().kernel();
        if (most.isPresent() && config.numVfs() > most.getAsInt()) {
            problems.add(
                    Diagnostic.error(
                                    DriverCode.DEVICE_LIMIT,
                                    pf.function().driver().orElse("the kernel")
                                            + " takes at most "
                                            + most.getAsInt()
                                            + " VFs here; "
                                            + config.numVfs()
                                            + " are asked for",
                                    origin(config.pf().setting("num_vfs").orElseThrow()))
                            .withHint(
                                    "set num_vfs to at most "
                                            + most.getAsInt()
                                            + pf.function()
                                                    .driver()
                                                    .flatMap(name ->
                                                            FirmwareLimit.remedy(name, address))
                                                    .map(remedy -> ", or " + remedy)
                                                    .orElse("")));
        }
        Passthrough.check(kernel(), config).ifPresent(problems::add);
        return problems;
    }

    static Origin origin(Setting setting) {
        return setting.origin().orElseGet(() -> Origin.whole(setting.parameter().name()));
    }

    @Override
    public List<ParameterMismatch> compare(IovConfig config) {
        PfDriver driver = driver(Operation.GET_STATUS);
        var mismatches = new ArrayList<ParameterMismatch>();
        for (int i = 0; i < config.numVfs(); i++) {
            try {
                mismatches.addAll(driver.compare(i, DriverParameters.of(config.vf(i))));
            } catch (PfDriverException e) {
                throw new HostException(
                        Operation.GET_STATUS,
                        vf(i),
                        e.errno(),
                        String.valueOf(e.getMessage()),
                        null,
                        e);
            }
        }
        return mismatches;
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
