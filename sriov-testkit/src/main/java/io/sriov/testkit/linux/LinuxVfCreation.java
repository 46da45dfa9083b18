package io.sriov.testkit.linux;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Creates the VFs of a configuration: all of them as declared, or none. No driver sees a VF before
/// its PF has set it up.
final class LinuxVfCreation {
    private final SimulatedLinuxPf pf;
    private final IovConfig config;
    private final LinuxPfChange change;
    private final PfDriver driver;

    LinuxVfCreation(SimulatedLinuxPf pf, IovConfig config, LinuxPfChange change) {
        this.pf = pf;
        this.config = config;
        this.change = change;
        this.driver = pf.driver();
    }

    /// @throws HostException as `PhysicalFunction.configure` says
    void run() {
        requireNone();
        requireValid();
        pf.preflight(config);
        try {
            driver.init(config.numVfs(), DriverParameters.of(config.pf()));
        } catch (PfDriverException e) {
            throw refused(pf.device(), e);
        }
        try {
            change.withhold();
            enable();
            for (int i = 0; i < config.numVfs(); i++) {
                add(i);
            }
            bindForGuests();
            change.settle();
            bindHosts();
            requireViable();
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void requireNone() {
        int present = pf.files().number("sriov_numvfs").orElse(0);
        if (present > 0) {
            throw refused(
                    Errno.EBUSY, "there are " + present + " VFs already", "destroy them first");
        }
    }

    private void requireValid() {
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

    private void enable() {
        int found;
        try {
            pf.files().write("sriov_numvfs", Integer.toString(config.numVfs()));
            found = pf.files().number("sriov_numvfs").orElse(0);
        } catch (SyscallException e) {
            throw refused(e.errno(), e.reason(), "see dmesg");
        }
        if (found != config.numVfs()) {
            throw refused(
                    Errno.ENOSPC,
                    pf.files().driver().orElse("the driver")
                            + " enabled only "
                            + found
                            + " of "
                            + config.numVfs()
                            + " VFs and reported success",
                    "dmesg says why; ask for fewer");
        }
    }

    private void add(int index) {
        try {
            driver.addVf(index, DriverParameters.of(config.vf(index)));
        } catch (PfDriverException e) {
            throw refused(pf.vf(index), e);
        }
    }

    private void bindForGuests() {
        for (int i = 0; i < config.numVfs(); i++) {
            if (config.passthrough(i)) {
                bind(i, LinuxVfBinding::bindForGuest);
            }
        }
    }

    /// That no driver of the host takes a VF is not a failure: whoever looks at it is told.
    private void bindHosts() {
        for (int i = 0; i < config.numVfs(); i++) {
            if (!config.passthrough(i)) {
                bind(i, LinuxVfBinding::bindHost);
            }
        }
    }

    private interface Binding {
        void of(LinuxVfBinding vf);
    }

    private void bind(int index, Binding binding) {
        try {
            binding.of(new LinuxVfBinding(pf, index));
        } catch (SyscallException e) {
            throw new HostException(
                    Operation.CONFIGURE,
                    pf.vf(index),
                    notBusy(e.errno()),
                    e.reason(),
                    "see dmesg",
                    e);
        }
    }

    /// No guest can have a VF while another driver has something else of its IOMMU group.
    private void requireViable() {
        Set<Optional<String>> seen = new HashSet<>();
        for (int i = 0; i < config.numVfs(); i++) {
            if (config.passthrough(i) && seen.add(pf.vfFiles(i).linked("iommu_group"))) {
                requireViable(i, pf.vfFiles(i));
            }
        }
    }

    private void requireViable(int index, FunctionFiles vf) {
        for (String other : vf.names("iommu_group/devices")) {
            FunctionFiles member = new FunctionFiles(vf.linux(), other);
            boolean port = member.has("secondary_bus_number");
            String bound = member.driver().orElse(LinuxVfBinding.PASSTHROUGH);
            if (!port && !bound.equals(LinuxVfBinding.PASSTHROUGH) && !bound.equals("pci-stub")) {
                throw new HostException(
                        Operation.CONFIGURE,
                        pf.vf(index),
                        Errno.EPERM,
                        "no guest can have it: its IOMMU group "
                                + vf.linked("iommu_group").orElse("")
                                + " also has "
                                + other
                                + " with driver "
                                + bound,
                        "use a slot below ports with ACS; or give all of the group to one guest");
            }
        }
    }

    private void undo(RuntimeException failure) {
        try {
            if (pf.files().number("sriov_numvfs").orElse(0) > 0) {
                new LinuxVfDestruction(pf).requireUnheld();
                pf.files().write("sriov_numvfs", "0");
            }
            driver.uninit();
            change.settle();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// EBUSY is kept for VFs that were there before: whoever sees it leaves them alone.
    private static Errno notBusy(Errno errno) {
        return errno == Errno.EBUSY ? Errno.EAGAIN : errno;
    }

    private static HostException refused(String subject, PfDriverException e) {
        return new HostException(
                Operation.CONFIGURE,
                subject,
                notBusy(e.errno()),
                String.valueOf(e.getMessage()),
                null,
                e);
    }

    private HostException refused(Errno errno, String detail, @Nullable String remedy) {
        return new HostException(Operation.CONFIGURE, pf.device(), errno, detail, remedy);
    }
}
