package io.sriov.linux;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.inventory.SysfsPf;
import io.sriov.linux.inventory.SysfsVf;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.List;
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
        Passthrough.require(kernel, pf, config);
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
            for (SysfsVf vf : vfs) {
                if (!config.passthrough(vf.index())) {
                    probe(vf);
                }
            }
        } catch (RuntimeException e) {
            undo(driver, e);
            throw e;
        }
    }

    private void requireNone(SysfsPf before) {
        int present = Math.max(before.sriov().numVfs().orElse(0), before.vfs().size());
        if (present > 0) {
            throw refused(
                    Errno.EBUSY, "there are " + present + " VFs already", "destroy them first");
        }
    }

    private void requireValid(PfDriver driver) {
        if (!config.schema().equals(driver.schema())) {
            throw refused(
                    Errno.EINVAL,
                    "the configuration was checked against another schema than the PF's",
                    "check it against the schema of " + pf.device());
        }
        for (Diagnostic problem : driver.check(config)) {
            if (problem.isError()) {
                throw refused(
                        Errno.EINVAL,
                        problem.origin() + ": " + problem.message(),
                        problem.hint().orElse(null));
            }
        }
    }

    private void init(PfDriver driver) {
        try {
            driver.init(config.numVfs(), DriverParameters.of(config.pf()));
        } catch (PfDriverException e) {
            throw refused(pf.device(), e);
        }
    }

    private void enable() {
        int found;
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
    }

    /// What is told is what is there now: the PF or its driver may have gone meanwhile.
    private CreateDiagnosis diagnosis() {
        return new CreateDiagnosis(pf.read(Operation.CONFIGURE), config.numVfs());
    }

    /// The VFs; the kernel has made their links by the time it comes back (`sriov_enable`).
    private List<SysfsVf> vfs() {
        List<SysfsVf> vfs = pf.read(Operation.CONFIGURE).vfs();
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

    /// A PF's driver asks the kernel, which need not come back from that either.
    private void addAll(PfDriver driver, List<SysfsVf> vfs) {
        var added = new AtomicInteger();
        try {
            kernel.work()
                    .run(
                            Operation.CONFIGURE,
                            pf.address(),
                            "see dmesg for what the driver waits for",
                            added::get,
                            steps -> {
                                for (SysfsVf vf : vfs) {
                                    steps.begin("setting up " + pf.vf(vf.index()));
                                    add(driver, vf.index());
                                    added.incrementAndGet();
                                }
                                return added;
                            });
        } catch (LinuxErrorException e) {
            throw new IllegalStateException(e);
        }
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

    /// Lets the host's VF driver at a VF. That there is none is not a failure: the VF is there, and
    /// who looks at it is told.
    private void probe(SysfsVf vf) {
        try {
            kernel.functions().bindHost(vf.function().address());
        } catch (HostException e) {
            if (e.errno() != Errno.ENODEV) {
                throw notBusy(vf, e);
            }
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
                            numVfs.write(Operation.DELETE, 0);
                        }
                    });
        }
        if (!asked || (!isStuck() && numVfs.links() == 0)) {
            attempt(failure, driver::uninit);
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
