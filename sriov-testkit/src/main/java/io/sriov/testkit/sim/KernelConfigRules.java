package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.schema.ParameterName;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a kernel demands of a configuration, and what it makes of it:
/// `pci_iov_schema_validate_config` of FreeBSD's `sys/dev/pci/pci_iov_schema.c`, with its checks in
/// its order.
///
/// Each list is taken out, completed with defaults, and put back behind what is left, which gives
/// the order of the result. A list is searched as its own flags say; only that of the devices is
/// sure to ignore case.
final class KernelConfigRules {
    private static final String VF_PREFIX = "VF-";

    private final KernelSchema schema;
    private final Nvlist given;
    private final Nvlist.Builder devices = Nvlist.builder(NvFlag.IGNORE_CASE);

    private KernelConfigRules(KernelSchema schema, Nvlist given) {
        this.schema = schema;
        this.given = given;
    }

    /// Validates a configuration; takes time in proportion to its VFs.
    ///
    /// @param given a list with the flag IGNORE_CASE
    /// @return it with the schema's defaults: PF, VF-0, VF-1, …, in each IOV before DRIVER
    /// @throws KernelError with EINVAL and the first breach
    static Nvlist validate(KernelSchema schema, Nvlist given) throws KernelError {
        return new KernelConfigRules(schema, given).validate();
    }

    private Nvlist validate() throws KernelError {
        devices.addNvlist(KernelSchema.PF, device(KernelSchema.PF, KernelSchema.PF));
        int numVfs = numVfs(devices.build());
        for (int i = 0; i < numVfs; i++) {
            devices.addNvlist(vfName(i), device(KernelSchema.VF, vfName(i)));
        }
        for (NvPair device : given.pairs()) {
            if (!isDevice(device.name(), numVfs)) {
                throw invalid(
                        "'" + device.name() + "' is neither PF nor a VF below num_vfs=" + numVfs);
            }
        }
        Nvlist config = devices.build();
        for (NvPair device : config.pairs()) {
            onlySubsystems(device.name(), (Nvlist) device.value());
        }
        return config;
    }

    static String vfName(int index) {
        return VF_PREFIX + index;
    }

    /// `pci_iov_config_get_num_vfs`: 0..65535.
    ///
    /// @throws IllegalStateException where a real kernel panics: there is none, which a PF with two
    ///   lists IOV gets past validation
    static int numVfs(Nvlist config) {
        return (int)
                        subsystem(config, KernelSchema.PF, KernelSchema.IOV)
                                .number("num_vfs")
                                .orElseThrow(() -> KernelSchema.panic("PF.IOV has no 'num_vfs'"))
                & 0xffff;
    }

    /// A list of a validated configuration.
    static Nvlist subsystem(Nvlist config, String device, String subsystem) {
        return config.nvlist(device).flatMap(d -> d.nvlist(subsystem)).orElseThrow();
    }

    private Nvlist device(String schemaName, String name) throws KernelError {
        Nvlist device = given.nvlist(name).orElseThrow(() -> lacksList(name, name));
        List<NvPair> rest = new ArrayList<>(device.pairs());
        Nvlist iov = take(rest, device, KernelSchema.IOV, name);
        Nvlist driver = take(rest, device, KernelSchema.DRIVER, name);
        Nvlist iovSchema = schema.parameters(schemaName, KernelSchema.IOV);
        Nvlist driverSchema = schema.parameters(schemaName, KernelSchema.DRIVER);
        Nvlist completeIov = completed(iov, iovSchema, name);
        Nvlist completeDriver = completed(driver, driverSchema, name);
        checkTypes(completeIov, iovSchema, name);
        checkTypes(completeDriver, driverSchema, name);
        Nvlist.Builder result = like(device);
        rest.forEach(result::add);
        return result.addNvlist(KernelSchema.IOV, completeIov)
                .addNvlist(KernelSchema.DRIVER, completeDriver)
                .build();
    }

    /// `dnvlist_take_nvlist`: removes the first list of a name.
    private static Nvlist take(List<NvPair> rest, Nvlist device, String key, String name)
            throws KernelError {
        boolean ignoreCase = device.flags().contains(NvFlag.IGNORE_CASE);
        for (int i = 0; i < rest.size(); i++) {
            String found = rest.get(i).name();
            boolean same = ignoreCase ? ParameterName.same(found, key) : found.equals(key);
            if (same && rest.get(i).value() instanceof Nvlist list) {
                rest.remove(i);
                return list;
            }
        }
        throw lacksList(key, name);
    }

    private static KernelError lacksList(String key, String device) {
        return invalid("there is no list " + key + " for " + device);
    }

    /// The values with the schema's defaults behind them.
    private static Nvlist completed(Nvlist values, Nvlist parameters, String device)
            throws KernelError {
        Nvlist.Builder completed = like(values);
        values.pairs().forEach(completed::add);
        for (NvPair parameter : parameters.pairs()) {
            if (values.contains(parameter.name())) {
                continue;
            }
            Nvlist node = (Nvlist) parameter.value();
            if (node.bool("required").orElse(false)) {
                throw invalid(device + " lacks the required '" + parameter.name() + "'");
            }
            node.pair("default").ifPresent(value -> completed.add(parameter.name(), value.value()));
        }
        return completed.build();
    }

    private static Nvlist.Builder like(Nvlist list) {
        return Nvlist.builder(list.flags().toArray(NvFlag[]::new));
    }

    private void checkTypes(Nvlist values, Nvlist parameters, String device) throws KernelError {
        for (NvPair pair : values.pairs()) {
            Optional<NvPair> parameter = parameters.pair(pair.name());
            if (parameter.isEmpty()) {
                throw invalid(device + " has an unknown '" + pair.name() + "'");
            }
            KernelType type = schema.type(parameter.get());
            if (type.valueIn(values, pair.name()).isEmpty()) {
                throw invalid(wrongType(pair, (Nvlist) parameter.get().value(), device));
            }
        }
    }

    private static String wrongType(NvPair pair, Nvlist parameter, String device) {
        NvValue value = pair.value();
        return "%s: '%s' is %s %s, which is no %s"
                .formatted(
                        device,
                        pair.name(),
                        value.type(),
                        value,
                        parameter.string("type").orElseThrow());
    }

    /// `pci_iov_schema_validate_dev_name`: the prefix in any case, then the number as C prints it.
    private static boolean isDevice(String name, int numVfs) {
        if (ParameterName.same(name, KernelSchema.PF)) {
            return true;
        }
        if (name.length() <= VF_PREFIX.length()
                || !ParameterName.same(name.substring(0, VF_PREFIX.length()), VF_PREFIX)) {
            return false;
        }
        String number = name.substring(VF_PREFIX.length());
        return number.chars().allMatch(c -> c >= '0' && c <= '9')
                && (number.length() == 1 || number.charAt(0) != '0')
                && number.length() <= 5
                && Integer.parseInt(number) < numVfs;
    }

    private static void onlySubsystems(String name, Nvlist device) throws KernelError {
        for (NvPair pair : device.pairs()) {
            if (!ParameterName.same(pair.name(), KernelSchema.IOV)
                    && !ParameterName.same(pair.name(), KernelSchema.DRIVER)) {
                throw invalid(name + " has '" + pair.name() + "' beside IOV and DRIVER");
            }
        }
    }

    static KernelError invalid(String reason) {
        return new KernelError(
                Errno.EINVAL, reason, "give a configuration that fits the PF's schema");
    }
}
