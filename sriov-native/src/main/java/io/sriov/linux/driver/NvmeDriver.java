package io.sriov.linux.driver;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.linux.nvme.FlexibleResource;
import io.sriov.linux.nvme.NvmeController;
import io.sriov.linux.nvme.NvmeStatusException;
import io.sriov.linux.nvme.SecondaryController;
import io.sriov.linux.sys.Capability;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Privileged;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A PF whose VFs are secondary controllers of its own controller.
final class NvmeDriver implements PfDriver, Privileged {
    private static final System.Logger LOG = System.getLogger(NvmeDriver.class.getName());

    private static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(),
                    List.of(
                            parameter(
                                    VfAllotment.VQ_RESOURCES,
                                    ParameterType.UINT16,
                                    "flexible queue resources, the admin queue's included"),
                            parameter(
                                    VfAllotment.VI_RESOURCES,
                                    ParameterType.UINT16,
                                    "flexible interrupt vector resources"),
                            parameter(
                                    VfAllotment.ONLINE,
                                    ParameterType.BOOL,
                                    "whether the VF works as a controller")));

    private final NvmePf pf;
    private final SecondaryControllers secondaries = new SecondaryControllers();

    NvmeDriver(NvmePf pf) {
        this.pf = pf;
    }

    private static Parameter parameter(String name, ParameterType type, String description) {
        return Parameter.builder().name(name).type(type).description(description).build();
    }

    @Override
    public PfSchema schema() {
        return SCHEMA;
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        return new NvmeRules(NvmeInventory.read(pf), config).problems();
    }

    /// Nothing is asked for here: a PF has no parameters, and VFs without any must be possible on a
    /// controller that has no virtualization management.
    @Override
    public void init(int numVfs, DriverParameters parameters) {
        secondaries.forget();
    }

    @Override
    public void addVf(int index, DriverParameters vf) throws PfDriverException {
        VfAllotment wanted = VfAllotment.of(vf);
        if (wanted.isEmpty()) {
            return;
        }
        ask(controller -> {
            try {
                secondaries.settle(index, wanted, controller);
            } catch (NvmeStatusException e) {
                throw NvmeRefusal.settling(e, wanted, controller, pf);
            }
            return true;
        });
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        return ask(controller -> secondaries.found(index, controller))
                .map(found ->
                        List.of(
                                ParameterReading.known(
                                        VfAllotment.VQ_RESOURCES, Integer.toString(found.vq())),
                                ParameterReading.known(
                                        VfAllotment.VI_RESOURCES, Integer.toString(found.vi())),
                                ParameterReading.known(
                                        VfAllotment.ONLINE, Boolean.toString(found.online()))))
                .orElse(List.of());
    }

    @Override
    public Optional<Capability> needs(IovConfig config) {
        for (int i = 0; i < config.numVfs(); i++) {
            if (!VfAllotment.of(DriverParameters.of(config.vf(i))).isEmpty()) {
                return Optional.of(Capability.CAP_SYS_ADMIN);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters vf)
            throws PfDriverException {
        VfAllotment declared = VfAllotment.of(vf);
        if (declared.isEmpty()) {
            return List.of();
        }
        Optional<SecondaryController> found =
                ask(controller -> secondaries.found(index, controller));
        var mismatches = new ArrayList<ParameterMismatch>();
        for (FlexibleResource type : FlexibleResource.values()) {
            compare(
                    index,
                    VfAllotment.parameter(type),
                    declared.resources(type),
                    found.map(controller -> controller.assigned(type)),
                    mismatches);
        }
        compare(
                index,
                VfAllotment.ONLINE,
                declared.online(),
                found.map(SecondaryController::online),
                mismatches);
        return mismatches;
    }

    private static <T> void compare(
            int index,
            String parameter,
            Optional<T> declared,
            Optional<T> found,
            List<ParameterMismatch> mismatches) {
        if (declared.isPresent() && !declared.equals(found)) {
            mismatches.add(
                    new ParameterMismatch(
                            IovConfig.vfName(index),
                            parameter,
                            declared.get().toString(),
                            found.map(Object::toString).orElse("no secondary controller")));
        }
    }

    private <T> T ask(NvmePf.Task<T> task) throws PfDriverException {
        try {
            return pf.with(task);
        } catch (LinuxErrorException e) {
            throw NvmeRefusal.kernel(e);
        } catch (NvmeStatusException e) {
            throw NvmeRefusal.asking(e);
        }
    }

    /// Takes back the resources of VFs that are offline, so that other VFs can have them the next
    /// time.
    ///
    /// Where VFs cease to be, their controllers go offline; whether they keep their resources then
    /// is left to the controller (QEMU's takes them away). So this frees also what somebody else
    /// has assigned to a VF. Nothing is done while there are VFs, or where it is not known, and a
    /// controller that is online refuses by itself. What fails is logged: the VFs are gone either
    /// way.
    @Override
    public void uninit() {
        secondaries.forget();
        if (!pf.withoutVfs()) {
            return;
        }
        try {
            pf.with(controller -> {
                for (SecondaryController secondary : controller.secondaries()) {
                    if (secondary.virtualFunction() > 0 && !secondary.online()) {
                        release(secondary, controller);
                    }
                }
                return true;
            });
        } catch (NvmeStatusException e) {
            if (!e.notSupported()) {
                notReleased(e);
            }
        } catch (LinuxErrorException | PfDriverException e) {
            notReleased(e);
        }
    }

    private void release(SecondaryController secondary, NvmeController controller)
            throws LinuxErrorException {
        for (FlexibleResource type : FlexibleResource.values()) {
            try {
                if (secondary.assigned(type) > 0) {
                    controller.assign(secondary.id(), type, 0);
                }
            } catch (NvmeStatusException e) {
                notReleased(e);
            }
        }
    }

    private void notReleased(Exception reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "resources of former VFs of {0} may still be assigned: {1}",
                pf.address(),
                reason.getMessage());
    }
}
