package io.sriov.scripted;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A PF with a one-shot kernel: all VFs are created at once and destroyed at once.
public final class ScriptedPf implements PhysicalFunction {
    private final Faults faults;
    private final String device;
    private final PciAddress address;
    private final int totalVfs;
    private final SriovRegisters registers;
    private final TreeMap<Integer, Vf> vfs = new TreeMap<>();
    private final Map<Integer, VfUse> users = new HashMap<>();
    private final Set<Integer> refused = new HashSet<>();
    private final List<ParameterReading> readings = new ArrayList<>();

    private PfSchema schema;
    private @Nullable IovConfig inForce;
    private @Nullable Errno configureFails;
    private boolean lies;

    /// What the PF's driver has to say of every configuration.
    public List<Diagnostic> diagnostics = List.of();

    /// What of every configuration does not read back as declared.
    public List<ParameterMismatch> mismatches = List.of();

    /// What goes wrong in the platform's own code when parameters are compared.
    public @Nullable RuntimeException mistake;

    /// What somebody else applies right after the next look at the state.
    public @Nullable IovConfig comes;

    /// How often what an interrupted operation left has been put back.
    public int settled;

    /// How much further than First VF Offset says the VFs are.
    public int misplaced;

    /// Why VFs could not be created now.
    public @Nullable HostException obstacle;

    /// With what the kernel refuses to let anybody at the registers.
    public @Nullable Errno registersRefused;

    /// Which driver serves the PF.
    public String driver = "ix";

    private record Vf(boolean passthrough, boolean attached) {}

    ScriptedPf(Faults faults, String device, PciAddress address, int totalVfs, PfSchema schema) {
        this.faults = faults;
        this.device = device;
        this.address = address;
        this.totalVfs = totalVfs;
        this.schema = schema;
        this.registers = new SriovRegisters(totalVfs);
    }

    /// The configuration that the kernel was really given; what no kernel tells.
    public Optional<IovConfig> inForce() {
        return Optional.ofNullable(inForce);
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        return diagnostics;
    }

    @Override
    public List<ParameterMismatch> compare(IovConfig config) {
        if (mistake != null) {
            throw mistake;
        }
        return mismatches;
    }

    @Override
    public void settle() {
        settled++;
    }

    @Override
    public void preflight(IovConfig config) {
        if (obstacle != null) {
            throw obstacle;
        }
    }

    /// The state that the kernel is really in, in one line.
    public String truth() {
        var text = new StringBuilder();
        text.append(inForce == null ? "none" : effect(inForce)).append(' ').append(vfs);
        return text.toString();
    }

    /// What drivers see of a configuration, in one line.
    public static String effect(IovConfig config) {
        var text = new StringBuilder();
        config.pf().effective().forEach(s -> text.append(s.key()).append(s.value().text()));
        for (int i = 0; i < config.numVfs(); i++) {
            var values = new TreeMap<String, String>();
            config.vf(i)
                    .effective()
                    .forEach(s -> values.put(s.parameter().name(), s.value().text()));
            text.append(" VF-").append(i).append(values);
        }
        return text.toString();
    }

    /// From now on the device tells this of every VF.
    public void tell(ParameterReading reading) {
        readings.add(reading);
    }

    /// Somebody begins to use a VF.
    public void use(int vf, String holder, boolean exclusive) {
        users.put(vf, new VfUse(holder, exclusive));
    }

    /// Nobody uses VFs any more.
    public void release() {
        users.clear();
    }

    /// The VF driver will refuse a VF from now on.
    public void refuse(int vf) {
        refused.add(vf);
    }

    /// The VF driver will refuse no VF.
    public void acceptAll() {
        refused.clear();
    }

    /// Creating VFs will fail.
    public void failConfigure(@Nullable Errno errno) {
        configureFails = errno;
    }

    /// Destroying VFs will report success and do nothing.
    public void lie() {
        lies = true;
    }

    /// The driver is another one now.
    public void schema(PfSchema other) {
        schema = other;
    }

    /// The kernel forgets its VFs, as at a reboot.
    public void reboot() {
        vfs.clear();
        users.clear();
        inForce = null;
        registers.disable();
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public String node() {
        return "/dev/iov/" + device;
    }

    @Override
    public PfSchema schema() {
        return faults.call("schema " + device, () -> schema);
    }

    @Override
    public PfStatus status() {
        PfStatus status = faults.call("status " + device, this::statusNow);
        if (comes != null) {
            configureNow(comes);
            comes = null;
        }
        return status;
    }

    private PfStatus statusNow() {
        var builder =
                PfStatus.builder()
                        .device(device)
                        .address(address)
                        .vendorId(0x8086)
                        .deviceId(0x10fb)
                        .driver(driver)
                        .numVfs(inForce == null ? 0 : inForce.numVfs())
                        .totalVfs(totalVfs)
                        .ari(true);
        vfs.forEach((index, vf) ->
                builder.addVf(
                        VfStatus.builder()
                                .index(index)
                                .address(
                                        PciAddress.of(
                                                address.domain(),
                                                address.routingId()
                                                        .plus(128 + misplaced + 2 * index)))
                                .passthrough(vf.passthrough)
                                .driver(
                                        vf.attached
                                                ? Optional.of(
                                                        (vf.passthrough ? "ppt" : "ixv") + index)
                                                : Optional.empty())
                                .parameters(readings)
                                .uses(
                                        users.containsKey(index)
                                                ? List.of(users.get(index))
                                                : List.of())
                                .build()));
        return builder.build();
    }

    @Override
    public ConfigSpace configSpace() {
        return faults.call(
                "configSpace " + device,
                () -> {
                    if (registersRefused != null) {
                        throw refusal(
                                HostException.Operation.READ_CONFIG_SPACE,
                                registersRefused,
                                "not for you");
                    }
                    return registers;
                });
    }

    @Override
    public void configure(IovConfig config) {
        faults.run("configure " + device, () -> configureNow(config));
    }

    /// Creates VFs as somebody would who does not use this SDK.
    public void configureNow(IovConfig config) {
        if (inForce != null) {
            throw refusal(HostException.Operation.CONFIGURE, Errno.EBUSY, "there are VFs");
        }
        if (!config.schema().equals(schema) || config.numVfs() > totalVfs) {
            throw refusal(HostException.Operation.CONFIGURE, Errno.EINVAL, "not valid");
        }
        if (configureFails != null) {
            throw refusal(HostException.Operation.CONFIGURE, configureFails, "no resources");
        }
        inForce = config;
        registers.enable(config.numVfs());
        for (int i = 0; i < config.numVfs(); i++) {
            if (!refused.contains(i)) {
                vfs.put(i, new Vf(config.passthrough(i), true));
            }
        }
    }

    @Override
    public void delete() {
        faults.run("delete " + device, this::deleteNow);
    }

    private void deleteNow() {
        if (inForce == null) {
            throw refusal(HostException.Operation.DELETE, Errno.ECHILD, "there are no VFs");
        }
        if (lies) {
            return;
        }
        for (var entry : vfs.entrySet()) {
            VfUse use = users.get(entry.getKey());
            if (use != null && use.exclusive()) {
                throw refusal(
                        HostException.Operation.DELETE,
                        Errno.EBUSY,
                        "VF-" + entry.getKey() + " cannot be detached");
            }
            entry.setValue(new Vf(entry.getValue().passthrough, false));
        }
        vfs.clear();
        users.clear();
        inForce = null;
        registers.disable();
    }

    @Override
    public void attachVf(int index) {
        faults.run("attach " + device + " " + index, () -> attachNow(index, true));
    }

    @Override
    public void detachVf(int index) {
        faults.run("detach " + device + " " + index, () -> attachNow(index, false));
    }

    /// Attaches or detaches a VF's driver as somebody would who does not use this SDK.
    public void attachNow(int index, boolean attached) {
        Vf vf = vfs.get(index);
        if (vf == null) {
            throw refusal(HostException.Operation.ATTACH_VF, Errno.ENXIO, "no VF-" + index);
        }
        vfs.put(index, new Vf(vf.passthrough, attached));
    }

    /// A VF is there, or not, and is meant for a guest, or not, whatever was configured.
    public void placeNow(int index, boolean present, boolean passthrough) {
        if (present) {
            vfs.put(index, new Vf(passthrough, true));
        } else {
            vfs.remove(index);
        }
    }

    /// Writes a register of the SR-IOV capability, whatever the kernel believes.
    public void registerNow(int register, int value) {
        registers.write16(SriovRegisters.AT + register, value);
    }

    /// The device does not answer any more, or has lost its SR-IOV capability.
    public void loseCapability() {
        registers.write32(SriovRegisters.AT, 0);
    }

    private HostException refusal(HostException.Operation operation, Errno errno, String detail) {
        return new HostException(operation, device, errno, detail, null);
    }
}
