package io.sriov.lab;

import io.sriov.linux.SysfsConfigSpace;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A PCI function of the guest, as sysfs has it.
///
/// @param address where it sits
record PciFunction(PciAddress address) implements Comparable<PciFunction> {
    private static final Path DEVICES = Path.of("/sys/bus/pci/devices");

    /// {@return all functions that are there, ordered by address}
    static List<PciFunction> all() {
        return named(DEVICES);
    }

    /// {@return the functions by whose addresses entries of a directory are called, in order}
    static List<PciFunction> named(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .flatMap(name -> PciAddress.tryParse(name).stream())
                    .map(PciFunction::new)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return its directory, below which its attributes and links are}
    Path directory() {
        return DEVICES.resolve(address.toString());
    }

    /// {@return whether it is there}
    boolean exists() {
        return Files.exists(directory());
    }

    /// {@return one of its attributes, which need not be there}
    Attribute attribute(String name) {
        return new Attribute(directory().resolve(name));
    }

    /// {@return its configuration space, to be closed by the caller}
    SysfsConfigSpace configSpace() {
        return SysfsConfigSpace.open(directory().resolve("config"));
    }

    /// {@return the name that a link leads to: of `driver` or `iommu_group`, for example; empty
    /// where there is no such link}
    Optional<String> link(String name) {
        Path link = directory().resolve(name);
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readSymbolicLink(link).getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// {@return the functions in its IOMMU group, itself included}
    List<PciFunction> iommuGroup() {
        return named(directory().resolve("iommu_group/devices"));
    }

    /// {@return whether it is a PF}
    boolean isPf() {
        return Files.exists(attribute("sriov_numvfs").file());
    }

    /// {@return its VFs by number, as its links `virtfn0`, `virtfn1`, ... tell them}
    List<PciFunction> vfs() {
        List<PciFunction> vfs = new ArrayList<>();
        for (Optional<String> next = link("virtfn0");
                next.isPresent();
                next = link("virtfn" + vfs.size())) {
            vfs.add(new PciFunction(PciAddress.parse(next.get())));
        }
        return vfs;
    }

    /// Creates VFs that no driver is bound to.
    ///
    /// @param count how many; there must be none so far
    void createVfs(int count) {
        attribute("sriov_drivers_autoprobe").write(0);
        attribute("sriov_numvfs").write(count);
    }

    /// Destroys the VFs where there are any, and lets drivers bind to those created from now on.
    /// Takes up to 3 s.
    void destroyVfs() {
        attribute("sriov_numvfs").write(0);
        attribute("sriov_drivers_autoprobe").write(1);
    }

    @Override
    public int compareTo(PciFunction other) {
        return address.compareTo(other.address);
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
