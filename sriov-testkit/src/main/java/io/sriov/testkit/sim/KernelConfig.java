package io.sriov.testkit.sim;

import io.sriov.driver.DriverParameters;
import io.sriov.host.Errno;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.MacAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.VlanId;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A packed configuration after the kernel's own validation, with the schema's defaults in it.
///
/// The checks and their order are those of `pci_iov_schema_validate_config` in FreeBSD's
/// `sys/dev/pci/pci_iov_schema.c`: the PF, then each VF below `num_vfs`, then names that should not
/// be there. All give EINVAL. `num_vfs` of 0 passes, and `device` is not compared with the node.
///
/// @param numVfs `num_vfs`, 0..65535
/// @param pf what the PF driver gets
/// @param vfs each VF's settings
record KernelConfig(int numVfs, DriverParameters pf, List<Vf> vfs) {
    /// One VF's settings.
    ///
    /// @param passthrough whether it is for a guest
    /// @param driver what the PF driver gets
    record Vf(boolean passthrough, DriverParameters driver) {}

    private static final String PF = "PF";
    private static final String VF = "VF-";

    /// Unpacks and validates.
    ///
    /// @throws KernelError with EINVAL and the reason
    static KernelConfig validate(PfSchema schema, byte[] packed) throws KernelError {
        Nvlist config;
        try {
            config = NvlistUnpacker.unpack(packed, NvFlag.IGNORE_CASE);
        } catch (NvlistFormatException e) {
            throw invalid(
                    "the configuration is not an nvlist with flag IGNORE_CASE: " + e.getMessage());
        }
        Device pf = device(config, PF, schema.pf());
        int numVfs = (int) uint(pf, "num_vfs");
        List<Vf> vfs = new ArrayList<>(numVfs);
        Set<String> expected = new HashSet<>();
        expected.add(ParameterName.fold(PF));
        for (int i = 0; i < numVfs; i++) {
            expected.add(ParameterName.fold(VF + i));
            Device vf = device(config, VF + i, schema.vf());
            boolean passthrough = ParameterValue.Bool.TRUE.equals(vf.iov().get("passthrough"));
            vfs.add(new Vf(passthrough, DriverParameters.ofValues(vf.driver())));
        }
        for (NvPair pair : config.pairs()) {
            if (!expected.contains(ParameterName.fold(pair.name()))) {
                throw invalid(
                        "'" + pair.name() + "' is neither PF nor a VF below num_vfs=" + numVfs);
            }
        }
        return new KernelConfig(numVfs, DriverParameters.ofValues(pf.driver()), vfs);
    }

    private record Device(Map<String, ParameterValue> iov, Map<String, ParameterValue> driver) {}

    private static long uint(Device device, String name) throws KernelError {
        if (device.iov().get(name) instanceof ParameterValue.Uint number) {
            return number.bits();
        }
        throw invalid(PF + " has no number '" + name + "'");
    }

    private static Device device(Nvlist config, String name, DeviceSchema schema)
            throws KernelError {
        Nvlist device = list(config, name, name);
        Nvlist iov = list(device, Subsystem.IOV.name(), name);
        Nvlist driver = list(device, Subsystem.DRIVER.name(), name);
        requireRequired(iov, schema.parameters(Subsystem.IOV), name);
        requireRequired(driver, schema.parameters(Subsystem.DRIVER), name);
        Device values =
                new Device(
                        values(iov, schema, Subsystem.IOV, name),
                        values(driver, schema, Subsystem.DRIVER, name));
        if (device.pairs().size() != 2) {
            throw invalid(name + " has more in it than IOV and DRIVER");
        }
        return values;
    }

    private static Nvlist list(Nvlist in, String key, String device) throws KernelError {
        return in.nvlist(key)
                .orElseThrow(() -> invalid("there is no list " + key + " for " + device));
    }

    private static void requireRequired(Nvlist given, List<Parameter> parameters, String device)
            throws KernelError {
        for (Parameter parameter : parameters) {
            if (parameter.required() && !given.contains(parameter.name())) {
                throw invalid(device + " lacks the required '" + parameter.name() + "'");
            }
        }
    }

    private static Map<String, ParameterValue> values(
            Nvlist given, DeviceSchema schema, Subsystem subsystem, String device)
            throws KernelError {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (NvPair pair : given.pairs()) {
            int slot = schema.slot(pair.name());
            if (slot < 0 || schema.subsystem(slot) != subsystem) {
                throw invalid(device + " has an unknown '" + pair.name() + "' in " + subsystem);
            }
            Parameter parameter = schema.parameters().get(slot);
            values.put(parameter.name(), value(parameter, pair.value(), device));
        }
        for (Parameter parameter : schema.parameters(subsystem)) {
            parameter
                    .defaultValue()
                    .ifPresent(value -> values.putIfAbsent(parameter.name(), value));
        }
        return values;
    }

    private static ParameterValue value(Parameter parameter, NvValue value, String device)
            throws KernelError {
        ParameterType type =
                parameter.type().orElseThrow(() -> invalid("the schema has an unknown type"));
        return switch (value) {
            case NvValue.Bool bool when type == ParameterType.BOOL ->
                    ParameterValue.Bool.of(bool.value());
            case NvValue.Text text when type == ParameterType.STRING ->
                    new ParameterValue.Text(text.value());
            case NvValue.Binary binary
                    when type == ParameterType.UNICAST_MAC && isUnicastMac(binary) ->
                    new ParameterValue.Mac(MacAddress.of(binary.toBytes()));
            case NvValue.Uint64 number when type == ParameterType.VLAN && isVlan(number.value()) ->
                    new ParameterValue.Vlan(new VlanId((int) number.value()));
            case NvValue.Uint64 number
                    when type.isInteger()
                            && Long.compareUnsigned(number.value(), type.max()) <= 0 ->
                    new ParameterValue.Uint(number.value());
            default ->
                    throw invalid(
                            "%s: '%s' is %s %s, which is no %s"
                                    .formatted(
                                            device, parameter.name(), value.type(), value, type));
        };
    }

    private static boolean isUnicastMac(NvValue.Binary binary) {
        return binary.size() == MacAddress.LENGTH && !MacAddress.of(binary.toBytes()).isMulticast();
    }

    private static boolean isVlan(long number) {
        return number >= 0 && number <= VlanId.TRUNK.number();
    }

    private static KernelError invalid(String reason) {
        return new KernelError(
                Errno.EINVAL, reason, "give a configuration that fits the PF's schema");
    }
}
