package io.sriov.dump;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/// A PCI function of a [MachineDump]. Immutable and thread-safe.
@DumpStyle
@Value.Immutable
public abstract class FunctionDump {
    /// What a function is here.
    public enum Kind {
        /// A port on the way to a PF.
        PORT,
        /// A PF.
        PF,
        /// A VF.
        VF
    }

    /// A range of memory that a function has.
    ///
    /// @param use what it is for
    /// @param index which BAR or VF BAR, 0..5
    /// @param base the first address; 0 where none is assigned
    /// @param size bytes, of a VF BAR what one VF has
    /// @param wide whether its addresses have 64 bits
    /// @param prefetchable whether reads have no side effects
    public record Memory(
            Use use, int index, long base, long size, boolean wide, boolean prefetchable) {
        /// What memory is for.
        public enum Use {
            /// The function's own BAR.
            BAR,
            /// The VFs of a PF, beside each other from `base` on.
            VF_BAR
        }

        /// Checks the numbers.
        public Memory {
            if (index < 0 || index > 5 || base < 0 || size < 1) {
                throw new IllegalArgumentException(
                        "no memory "
                                + index
                                + " has "
                                + size
                                + " bytes at "
                                + Long.toHexString(base)
                                + "h");
            }
        }
    }

    /// A network interface.
    ///
    /// @param name its name
    /// @param address its MAC address, where that was told
    public record Interface(String name, Optional<MacAddress> address) {}

    /// {@return where it sits}
    public abstract PciAddress address();

    /// {@return what it is}
    public abstract Kind kind();

    /// {@return the port directly above it, of a VF its PF; empty for a root port, a PF of the root
    /// complex, and where the host does not tell}
    public abstract Optional<PciAddress> above();

    /// {@return the vendor ID as the kernel has it, 0..65535, ffffh where it is not told; a VF's
    /// registers do not tell}
    public abstract int vendorId();

    /// {@return the device ID as the kernel has it, 0..65535, ffffh where it is not told}
    public abstract int deviceId();

    /// {@return the class code, 24 bits}
    @Value.Default
    public int classCode() {
        return 0;
    }

    /// {@return the number of a VF}
    public abstract OptionalInt vfIndex();

    /// {@return the name under which a PF is planned}
    public abstract Optional<String> device();

    /// {@return what else a PF is called}
    public abstract List<String> otherNames();

    /// {@return the driver that is bound or attached: `igb`}
    public abstract Optional<String> driver();

    /// {@return whether a VF is meant for a guest}
    @Value.Default
    public boolean passthrough() {
        return false;
    }

    /// {@return the most VFs that a PF's driver takes, where that is told}
    public abstract OptionalInt driverLimit();

    /// {@return the NUMA node, where the host knows it}
    public abstract OptionalInt numaNode();

    /// {@return the IOMMU group, where there is one}
    public abstract Optional<String> iommuGroup();

    /// {@return its network interfaces}
    public abstract List<Interface> interfaces();

    /// {@return the memory that it has}
    public abstract List<Memory> memory();

    /// {@return the configuration space from its beginning, as far as it could be read, in
    /// hexadecimal}
    public abstract String config();

    /// {@return what could not be told, and why, a sentence each}
    public abstract List<String> unread();

    /// {@return the configuration space; what was not read gives all ones}
    public ConfigSpaceImage configSpace() {
        return ConfigSpaceImage.of(HexFormat.of().parseHex(config()));
    }

    /// Checks the configuration space.
    @Value.Check
    protected void check() {
        configSpace();
    }

    /// {@return a builder}
    public static Builder builder() {
        return new Builder();
    }

    /// Builds a [FunctionDump].
    public static final class Builder extends ImmutableFunctionDump.Builder {

        /// Reads a configuration space as a whole.
        ///
        /// @param space the configuration space
        /// @return this
        public Builder config(ConfigSpace space) {
            ByteBuffer bytes = ByteBuffer.allocate(ConfigSpace.SIZE).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                bytes.putInt((int) space.read32(bytes.position()));
            }
            return configBytes(bytes.array());
        }

        /// Sets the configuration space.
        ///
        /// @param bytes what could be read of it, at most 4,096 bytes
        /// @return this
        public Builder configBytes(byte[] bytes) {
            config(HexFormat.of().formatHex(bytes));
            return this;
        }
    }
}
