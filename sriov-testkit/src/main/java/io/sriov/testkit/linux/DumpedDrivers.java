package io.sriov.testkit.linux;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The drivers that a dumped machine had: those of common devices, and what it shows of others.
final class DumpedDrivers {
    private static final int NETWORK = 0x02;

    private final Map<String, PciDriver> drivers = new LinkedHashMap<>();

    private DumpedDrivers() {}

    static List<PciDriver> of(MachineDump dump) {
        var known = new DumpedDrivers();
        StandardDrivers.all().forEach(driver -> known.drivers.put(driver.name(), driver));
        for (FunctionDump function : dump.functions()) {
            if (function.kind() != FunctionDump.Kind.PORT && !function.passthrough()) {
                function.driver().ifPresent(name -> known.takes(name, function));
            }
        }
        return List.copyOf(known.drivers.values());
    }

    private void takes(String name, FunctionDump function) {
        PciId id = PciId.of(function.vendorId(), function.deviceId());
        PciDriver known = drivers.get(name);
        if (known == null) {
            drivers.put(name, unknown(name, id, function));
        } else if (!known.takes().isEmpty()) {
            PciDriver.Builder more = PciDriver.builder().from(known);
            if (!known.takes(function.vendorId(), function.deviceId(), function.classCode())) {
                more.addTakes(id);
            }
            if (function.kind() == FunctionDump.Kind.VF && known.has(DriverTrait.CREATES_VFS)) {
                more.addTraits(DriverTrait.TAKES_VFS_TOO);
            }
            drivers.put(name, more.build());
        }
    }

    private static PciDriver unknown(String name, PciId id, FunctionDump function) {
        PciDriver.Builder driver = PciDriver.builder().name(name).addTakes(id);
        if (function.classCode() >> 16 == NETWORK) {
            driver.addTraits(DriverTrait.NETWORK_INTERFACE)
                    .vfOperations(EnumSet.complementOf(EnumSet.of(VfOperation.GUID)));
        }
        return function.kind() == FunctionDump.Kind.PF
                ? driver.addTraits(DriverTrait.CREATES_VFS).build()
                : driver.build();
    }
}
