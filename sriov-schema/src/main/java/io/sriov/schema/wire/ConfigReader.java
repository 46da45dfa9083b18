package io.sriov.schema.wire;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.ParameterName;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigCode;
import io.sriov.schema.config.DeviceConfig;
import io.sriov.schema.config.DeviceName;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a configuration out of an nvlist with the checks of `pci_iov_schema_validate_config`, all
/// problems at once.
final class ConfigReader {
    private static final String PF = DeviceKind.PF.name();
    private static final String VF_PREFIX = "VF-";

    private final PfSchema schema;
    private final List<Diagnostic> problems = new ArrayList<>();

    ConfigReader(PfSchema schema) {
        this.schema = schema;
    }

    Decoded<IovConfig> read(Nvlist list) {
        Optional<DeviceConfig> pf = new DeviceReader(PF, schema.pf(), problems).read(list);
        if (pf.isEmpty()) {
            return Decoded.failed(problems);
        }
        checkDeviceName(pf.get());
        int numVfs = numVfs(pf.get());
        List<DeviceConfig> vfs = vfs(list, numVfs);
        checkNames(list, numVfs);
        if (!problems.isEmpty()) {
            return Decoded.failed(problems);
        }
        return Decoded.of(IovConfig.of(schema, pf.get(), vfs), List.of());
    }

    private List<DeviceConfig> vfs(Nvlist list, int numVfs) {
        List<DeviceConfig> vfs = new ArrayList<>(numVfs);
        Nvlist lastList = null;
        DeviceConfig last = null;
        for (int i = 0; i < numVfs; i++) {
            String name = IovConfig.vfName(i);
            Nvlist own = list.nvlist(name).orElse(null);
            // What reads alike is kept once: a DEFAULT section stands in the list of every VF.
            if (last == null || !same(own, lastList)) {
                last = new DeviceReader(name, schema.vf(), problems).read(list).orElse(null);
                lastList = own;
            }
            if (last != null) {
                vfs.add(last);
            }
        }
        return vfs;
    }

    private static boolean same(@Nullable Nvlist one, @Nullable Nvlist other) {
        return one != null && one.equals(other);
    }

    private void checkDeviceName(DeviceConfig pf) {
        String device = pf.value("device").map(ParameterValue::text).orElse("");
        if (!DeviceName.isValid(device)) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.BAD_DEVICE,
                            "PF.IOV.device",
                            "'" + device + "' is not a device's name"));
        }
    }

    private int numVfs(DeviceConfig pf) {
        long count =
                pf.value("num_vfs").orElse(null) instanceof ParameterValue.Uint(long bits)
                        ? bits
                        : 0;
        if (count == 0) {
            problems.add(
                    WireProblem.error(
                            ConfigCode.NO_VFS, "PF.IOV.num_vfs", "PF.num_vfs must be at least 1"));
        }
        return (int) count;
    }

    private void checkNames(Nvlist list, int numVfs) {
        for (NvPair pair : list.pairs()) {
            if (!ParameterName.same(pair.name(), PF) && !isVf(pair.name(), numVfs)) {
                problems.add(
                        WireProblem.error(
                                WireCode.UNEXPECTED_ENTRY,
                                pair.name(),
                                numVfs == 0
                                        ? "Without VFs the only device is PF"
                                        : "The devices are PF and VF-0 to VF-" + (numVfs - 1)));
            }
        }
    }

    /// Whether a name is `VF-` and a number below `num_vfs` without leading zeros.
    private static boolean isVf(String name, int numVfs) {
        int digits = name.length() - VF_PREFIX.length();
        if (digits < 1
                || digits > 5
                || !name.regionMatches(true, 0, VF_PREFIX, 0, VF_PREFIX.length())
                || (digits > 1 && name.charAt(VF_PREFIX.length()) == '0')) {
            return false;
        }
        int number = 0;
        for (int i = VF_PREFIX.length(); i < name.length(); i++) {
            int digit = name.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            number = 10 * number + digit;
        }
        return number < numVfs;
    }
}
