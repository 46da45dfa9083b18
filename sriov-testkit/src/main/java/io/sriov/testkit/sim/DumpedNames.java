package io.sriov.testkit.sim;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.testkit.profile.DeviceProfile;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the PFs and the drivers of VFs of a dump are called. A PF has its own name where that is
/// one of FreeBSD's, else a driver's with the next unit. For one dump.
final class DumpedNames {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,14}[0-9]+");

    private final MachineDump dump;
    private final Set<String> taken = new HashSet<>();
    private final DriverUnits units = new DriverUnits();

    DumpedNames(MachineDump dump) {
        this.dump = dump;
    }

    String of(FunctionDump pf) {
        String own = pf.device().orElse("");
        if (NAME.matcher(own).matches() && taken.add(own)) {
            return own;
        }
        String driver = driver(pf);
        int unit = 0;
        while (isOfAnother(driver + unit, pf) || !taken.add(driver + unit)) {
            unit++;
        }
        return driver + unit;
    }

    private boolean isOfAnother(String name, FunctionDump pf) {
        return dump.pfs().stream()
                .filter(other -> !other.equals(pf))
                .anyMatch(other ->
                        other.device().equals(Optional.of(name))
                                || other.otherNames().contains(name));
    }

    /// The next unit of a driver that takes VFs.
    int nextUnit(String driver) {
        return units.next(driver).unit();
    }

    /// FreeBSD's driver for the device; that of the dump where none is known.
    private static String driver(FunctionDump pf) {
        String found =
                profile(pf)
                        .map(DeviceProfile::driver)
                        .or(pf::driver)
                        .orElse("pf")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z_]", "");
        return found.isEmpty() || found.length() > 15 || found.startsWith("_") ? "pf" : found;
    }

    /// The profile of a device: of the same device ID, or one that the same driver takes on Linux.
    static Optional<DeviceProfile> profile(FunctionDump pf) {
        return DeviceProfile.all().stream()
                .filter(one ->
                        one.hardware().vendorId() == pf.vendorId()
                                && one.hardware().deviceId() == pf.deviceId())
                .findFirst()
                .or(() ->
                        DeviceProfile.all().stream()
                                .filter(one -> pf.driver().equals(Optional.of(one.linuxDriver())))
                                .findFirst());
    }
}
