package io.sriov.linux;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.bind.PassthroughDrivers;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.Setting;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Creates the VFs of a configuration: all of them as declared, or none.
///
/// No driver sees a VF before its PF has set it up: drivers are kept away from new VFs, the PF's
/// driver is given each VF's parameters, those for guests are bound to VFIO by their names, and at
/// last the host's VF drivers are let at the rest.
final class VfCreation {
    private final LinuxPf pf;
    private final LinuxKernel kernel;
    private final IovConfig config;
    private final Autoprobe autoprobe;
    private final NumVfs numVfs;

    /// Whether VFs that there are may be those of this creation.
    private boolean asked;

    /// Whether all of them were there.
    private boolean enabled;

    VfCreation(LinuxPf pf, LinuxKernel kernel, IovConfig config, Autoprobe autoprobe) {
        this.pf = pf;
        this.kernel = kernel;
        this.config = config;
        this.autoprobe = autoprobe;
        this.numVfs = new NumVfs(pf, kernel);
    }

    /// @throws HostException when they cannot be created; there are none then, unless the kernel
    ///   has not come back (ETIMEDOUT), or there were VFs before (EBUSY)
    void run() {
        SysfsPf before = pf.read(Operation.CONFIGURE);
        PfDriver driver = kernel.driver(before);
        requireNone(before);
        requireValid(driver);
        new Preflight(pf, kernel, config).require(before, driver);
        init(driver);
        try {
            autoprobe.off();
            enable();
            List<SysfsVf> vfs = vfs();
            addAll(driver, vfs);
            for (SysfsVf vf : vfs) {
                if (config.passthrough(vf.index())) {
                    bind(vf);
                }
            }
            autoprobe.settle();
            probe(vfs.stream().filter(vf -> !config.passthrough(vf.index())).toList());
            requireViable(vfs);
        } catch (RuntimeException e) {
            RuntimeException failure = replaced() ? others(e) : e;
            undo(driver, failure);
            throw failure;
        }
    }

    /// Whether there are other VFs in the place of those that were created. As many others cannot
    /// be told from them.
    private boolean replaced() {
        int links = enabled && !isStuck() ? numVfs.links() : 0;
        return links > 0 && links != config.numVfs();
    }

    private HostException others(RuntimeException cause) {
        asked = false;
        return new HostException(
                Operation.CONFIGURE,
                pf.device(),
                Errno.EBUSY,
                "somebody else has destroyed the new VFs and created "
                        + numVfs.links()
                        + " others meanwhile",
                "find out who, then destroy them or leave them",
                cause);
    }

    private void requireNone(SysfsPf before) {
        int present = Math.max(before.sriov().numVfs().orElse(0), before.vfs().size());
        if (present > 0) {
            throw refused(
                    Errno.EBUSY, "there are " + present + " VFs already", "destroy them first");
        }
    }

    private void requireValid(PfDriver driver) {
        requireSchema(driver.schema());
        for (Diagnostic problem : driver.check(config)) {
            if (problem.isError()) {
                throw refused(
                        Errno.EINVAL,
                        problem.origin() + ": " + problem.message(),
                        problem.hint().orElse(null));
            }
        }
    }

    /// A configuration from before an update of the PF's driver, or of the SDK, is put back as long
    /// as all that it gives is there still, and it gives all that a driver must be given.
    private void requireSchema(PfSchema schema) {
        if (config.schema().equals(schema)) {
            return;
        }
        requireFitting("PF", config.pf(), schema.pf());
        DeviceConfig fitting = null;
        for (int i = 0; i < config.numVfs(); i++) {
            // VFs without a section of their own share one
            if (config.vf(i) != fitting) {
                fitting = config.vf(i);
                requireFitting(IovConfig.vfName(i), fitting, schema.vf());
            }
        }
    }

    private void requireFitting(String section, DeviceConfig device, DeviceSchema schema) {
        for (Setting setting : device.effective()) {
            Parameter given = setting.parameter();
            if (schema.find(given.name())
                    .filter(now -> now.typeName().equals(given.typeName()))
                    .isEmpty()) {
                throw otherSchema(
                        section + " gives " + given.name() + ", which is no such parameter there");
            }
        }
        for (Parameter now : schema.parameters()) {
            if ((now.required() || now.defaultValue().isPresent())
                    && device.schema().find(now.name()).isEmpty()) {
                throw otherSchema(section + " does not give " + now.name());
            }
        }
    }

    private HostException otherSchema(String difference) {
        return refused(
                Errno.EINVAL,
                "the configuration was checked against another schema than the PF's: " + difference,
                "check it against the schema of " + pf.device());
    }

    private void init(PfDriver driver) {
        pf.work(
                Operation.CONFIGURE,
                () -> 0,
                steps -> {
                    steps.begin("preparing " + pf.device() + " for VFs");
                    try {
                        driver.init(config.numVfs(), DriverParameters.of(config.pf()));
                    } catch (PfDriverException e) {
                        throw refused(pf.device(), e);
                    }
                });
    }

    private void enable() {
        int found;
        requireNone(pf.read(Operation.CONFIGURE));
        asked = true;
        try {
            found = numVfs.write(Operation.CONFIGURE, config.numVfs());
        } catch (LinuxErrorException e) {
            // Somebody else, who does not ask the SDK, has created VFs meanwhile.
            asked = e.errno() != Errno.EBUSY;
            throw diagnosis().explain(e);
        }
        if (found != config.numVfs()) {
            throw diagnosis().tooFew(found);
        }
        enabled = true;
    }

    /// What is told is what is there now: the PF or its driver may have gone meanwhile.
    private CreateDiagnosis diagnosis() {
        SysfsPf now = pf.read(Operation.CONFIGURE);
        return new CreateDiagnosis(
                now,
                new VfRoom(pf, now),
                () -> kernel.sysfs().names(pf.directory().resolve("msi_irqs")).size(),
                config.numVfs());
    }

    /// The VFs that the kernel has created.
    private List<SysfsVf> vfs() {
        numVfs.await(config.numVfs());
        SysfsPf now = pf.read(Operation.CONFIGURE);
        requireOurs(now);
        List<SysfsVf> vfs = now.vfs();
        if (vfs.size() != config.numVfs()) {
            throw refused(
                    Errno.EIO,
                    "the kernel says that it has enabled "
                            + config.numVfs()
                            + " VFs, and "
                            + vfs.size()
                            + " exist as devices",
                    "see dmesg; the device may have been removed");
        }
        return vfs;
    }

    /// Asked for as many VFs as there are, the kernel says that all is well (`sriov_numvfs_store`).
    /// No driver can have a VF that has come since drivers are kept away, but for the VFs of a PF
    /// that VFIO has, which are VFIO's at once (`vfio_pci_bus_notifier`), and for those that are
    /// given one by name: driverctl(8) and udev rules do so as soon as a VF is there, ours too.
    private void requireOurs(SysfsPf now) {
        if (now.function().driver().filter(PassthroughDrivers::isVfio).isPresent()) {
            return;
        }
        for (SysfsVf vf : now.vfs()) {
            Optional<String> driver = vf.function().driver();
            if (driver.isPresent() && vf.driverOverride().isEmpty()) {
                asked = false;
                throw refused(
                        Errno.EBUSY,
                        "somebody else has created VFs at the same moment: "
                                + driver.get()
                                + " has "
                                + IovConfig.vfName(vf.index())
                                + " already",
                        "find out who, then destroy them or leave them");
            }
        }
    }

    /// A PF's driver asks the kernel, which need not come back from that either.
    private void addAll(PfDriver driver, List<SysfsVf> vfs) {
        var added = new AtomicInteger();
        pf.work(
                Operation.CONFIGURE,
                added::get,
                steps -> {
                    for (SysfsVf vf : vfs) {
                        steps.begin("setting up " + pf.vf(vf.index()));
                        add(driver, vf.index());
                        added.incrementAndGet();
                    }
                });
    }

    private void add(PfDriver driver, int index) {
        try {
            driver.addVf(index, DriverParameters.of(config.vf(index)));
        } catch (PfDriverException e) {
            throw refused(pf.vf(index), e);
        }
    }

    private void bind(SysfsVf vf) {
        try {
            kernel.functions().bind(vf.function().address(), Passthrough.DRIVER);
        } catch (HostException e) {
            throw notBusy(vf, e);
        }
    }

    /// VFs that share a group share its obstacles, which are looked for once.
    private void requireViable(List<SysfsVf> vfs) {
        Set<String> seen = new HashSet<>();
        for (SysfsVf vf : vfs) {
            if (config.passthrough(vf.index())
                    && vf.function()
                            .iommuGroup()
                            .map(group -> seen.add(group.number()))
                            .orElse(true)) {
                Passthrough.requireViable(kernel, pf, vf);
            }
        }
    }

    /// Lets the host's VF drivers at VFs. That there is none is not a failure: the VF is there, and
    /// who looks at it is told. Where a driver takes some and fails to start others, those are
    /// tried once more.
    private void probe(List<SysfsVf> vfs) {
        List<SysfsVf> left = vfs.stream().filter(vf -> !probe(vf)).toList();
        if (!left.isEmpty() && left.size() < vfs.size()) {
            kernel.retry().pause();
            left.forEach(this::probe);
        }
    }

    /// {@return whether a driver has it}
    private boolean probe(SysfsVf vf) {
        try {
            kernel.functions().bindHost(vf.function().address());
            return true;
        } catch (HostException e) {
            if (e.errno() != Errno.ENODEV) {
                throw notBusy(vf, e);
            }
            return false;
        }
    }

    private HostException notBusy(SysfsVf vf, HostException e) {
        return e.errno() != Errno.EBUSY
                ? e
                : new HostException(
                        Operation.CONFIGURE,
                        pf.vf(vf.index()),
                        Errno.EAGAIN,
                        String.valueOf(e.getMessage()),
                        null,
                        e);
    }

    /// Where the kernel has not come back from creating VFs or setting them up, it cannot be told
    /// to destroy them, drivers are kept from those that may still come, of which the record stays,
    /// and the PF's driver keeps what it has taken for them.
    private void undo(PfDriver driver, RuntimeException failure) {
        if (isStuck()) {
            return;
        }
        if (asked) {
            attempt(
                    failure,
                    () -> {
                        if (numVfs.links() > 0) {
                            new VfDestruction(pf, kernel).requireUnheld();
                            numVfs.write(Operation.DELETE, 0);
                        }
                    });
        }
        if (!asked || (!isStuck() && numVfs.links() == 0)) {
            attempt(failure, () -> VfDestruction.uninit(pf, driver));
        }
        attempt(failure, autoprobe::settle);
    }

    private boolean isStuck() {
        return kernel.work().stuck(pf.address()).isPresent();
    }

    private interface Undoing {
        void run() throws LinuxErrorException;
    }

    private static void attempt(RuntimeException failure, Undoing undoing) {
        try {
            undoing.run();
        } catch (LinuxErrorException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// EBUSY is kept for VFs that were there before: whoever sees it leaves them alone.
    private static HostException refused(String subject, PfDriverException e) {
        return new HostException(
                Operation.CONFIGURE,
                subject,
                e.errno() == Errno.EBUSY ? Errno.EAGAIN : e.errno(),
                String.valueOf(e.getMessage()),
                null,
                e);
    }

    private HostException refused(Errno errno, String detail, @Nullable String remedy) {
        return new HostException(Operation.CONFIGURE, pf.device(), errno, detail, remedy);
    }
}
