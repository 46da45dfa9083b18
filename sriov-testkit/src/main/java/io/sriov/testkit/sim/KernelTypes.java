package io.sriov.testkit.sim;

import io.sriov.schema.nvlist.NvType;
import io.sriov.schema.nvlist.NvValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The types of parameters that a kernel knows: `pci_iov_schema_validators` of FreeBSD's
/// `sys/dev/pci/pci_iov_schema.c`. Names are compared exactly. Immutable.
final class KernelTypes {
    /// `ETHER_ADDR_LEN`, in bytes.
    private static final int MAC_LENGTH = 6;

    /// The bit of a MAC address's first byte that makes it multicast (IEEE 802).
    private static final int GROUP_BIT = 1;

    /// `VF_VLAN_TRUNK` of `sys/sys/iov.h`: all tags. Those that can be chosen are less.
    private static final int VLAN_TRUNK = 4096;

    private static final Map<String, KernelType> FROM_THE_START =
            Map.of(
                    "bool", KernelType.of(NvType.BOOL),
                    "string", KernelType.of(NvType.STRING),
                    "uint8_t", KernelType.upTo(0xff),
                    "uint16_t", KernelType.upTo(0xffff),
                    "uint32_t", KernelType.upTo(0xffff_ffffL),
                    "uint64_t", KernelType.upTo(-1),
                    "unicast-mac", new KernelType(NvValue.Binary.class, KernelTypes::isUnicastMac));

    private final Map<String, KernelType> byName;

    private KernelTypes(Map<String, KernelType> byName) {
        this.byName = byName;
    }

    static KernelTypes of(SimulatedMachine machine) {
        Map<String, KernelType> types = new HashMap<>(FROM_THE_START);
        if (machine.knowsVlan()) {
            types.put("vlan", KernelType.upTo(VLAN_TRUNK));
        }
        machine.furtherTypes().forEach((name, form) -> types.put(name, KernelType.of(form)));
        return new KernelTypes(Map.copyOf(types));
    }

    private static boolean isUnicastMac(NvValue value) {
        return value instanceof NvValue.Binary bytes
                && bytes.size() == MAC_LENGTH
                && (bytes.toBytes()[0] & GROUP_BIT) == 0;
    }

    Optional<KernelType> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
