package com.example.zx;

import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Registers as Linux maps them from `resource0` in a device's directory of sysfs.
///
/// Source: Documentation/PCI/sysfs-pci.rst.
final class ResourceFile implements Registers {
    private static final int SIZE = 4096;

    private final MappedByteBuffer memory;

    private ResourceFile(MappedByteBuffer memory) {
        this.memory = memory;
    }

    /// {@return the registers of a PF}
    ///
    /// @throws PfDriverException when they cannot be mapped
    static Registers of(PciAddress pf) throws PfDriverException {
        Path file = Path.of("/sys/bus/pci/devices", pf.toString(), "resource0");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
            memory.order(ByteOrder.LITTLE_ENDIAN);
            return new ResourceFile(memory);
        } catch (IOException e) {
            throw new PfDriverException(
                    Errno.EACCES,
                    file + " cannot be mapped; run as root, and not under kernel lockdown");
        }
    }

    @Override
    public int read(int offset) {
        return memory.getInt(offset);
    }

    @Override
    public void write(int offset, int value) {
        memory.putInt(offset, value);
    }
}
