package io.sriov.testkit.linux;

import io.sriov.host.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of the driver of a PF and its VFs, by the rules as people know them, without any
/// device behind it: an 82576 with `igb`, which takes 7 VFs.
final class NaiveLinux {
    static final List<String> DRIVERS = List.of("igb", "igbvf", "vfio-pci", "pci-stub");

    /// A VF.
    static final class Vf {
        String driver = "none";
        String override = "";
    }

    final List<Vf> vfs = new ArrayList<>();
    String pfDriver = "igb";
    boolean autoprobe = true;

    /// {@return what is said; empty for success}
    Optional<Errno> numVfs(int count) {
        if (count > (pfDriver.equals("igb") ? 7 : 8)) {
            return Optional.of(Errno.ERANGE);
        }
        if (count == vfs.size()) {
            return Optional.empty();
        }
        if (!pfDriver.equals("igb")) {
            return Optional.of(Errno.ENOENT);
        }
        if (count > 0 && !vfs.isEmpty()) {
            return Optional.of(Errno.EBUSY);
        }
        vfs.clear();
        for (int i = 0; i < count; i++) {
            Vf vf = new Vf();
            vf.driver = autoprobe ? "igbvf" : "none";
            vfs.add(vf);
        }
        return Optional.empty();
    }

    Optional<Errno> unbindPf() {
        if (!pfDriver.equals("igb")) {
            return Optional.of(Errno.ENODEV);
        }
        pfDriver = "none";
        vfs.clear();
        return Optional.empty();
    }

    Optional<Errno> bindPf() {
        if (pfDriver.equals("igb")) {
            return Optional.of(Errno.EBUSY);
        }
        pfDriver = "igb";
        return Optional.empty();
    }

    Optional<Errno> override(int index, String driver) {
        if (index >= vfs.size()) {
            return Optional.of(Errno.ENOENT);
        }
        vfs.get(index).override = driver;
        return Optional.empty();
    }

    private boolean takes(Vf vf, String driver) {
        return vf.override.isEmpty() ? driver.equals("igbvf") : driver.equals(vf.override);
    }

    Optional<Errno> bind(int index, String driver) {
        if (index >= vfs.size() || !takes(vfs.get(index), driver)) {
            return Optional.of(Errno.ENODEV);
        }
        Vf vf = vfs.get(index);
        if (!vf.driver.equals("none")) {
            return Optional.of(Errno.EBUSY);
        }
        if (!autoprobe && vf.override.isEmpty()) {
            return Optional.of(Errno.ENODEV);
        }
        if (driver.equals("igb")) {
            return Optional.of(Errno.EINVAL);
        }
        vf.driver = driver;
        return Optional.empty();
    }

    Optional<Errno> unbind(int index, String driver) {
        if (index >= vfs.size() || !vfs.get(index).driver.equals(driver)) {
            return Optional.of(Errno.ENODEV);
        }
        vfs.get(index).driver = "none";
        return Optional.empty();
    }

    Optional<Errno> probe(int index) {
        if (index >= vfs.size()) {
            return Optional.of(Errno.ENODEV);
        }
        for (String driver : DRIVERS) {
            bind(index, driver);
        }
        return Optional.empty();
    }
}
