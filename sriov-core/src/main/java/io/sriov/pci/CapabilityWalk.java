package io.sriov.pci;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// The capability lists of a function, in the order the hardware chains them.
///
/// Walking always ends, whatever the bytes say: a pointer back to a capability already seen, into
/// the header, or out of the space ends that list and is reported as a defect; the capabilities
/// before it stay usable. A device that vanishes mid-walk reads as all ones and ends the list in
/// the same way. Where no function answers at all, both lists are empty.
///
/// @param capabilities the capabilities found, PCI-compatible list first
/// @param defects what was wrong with the lists, one sentence each; empty for a sound function
public record CapabilityWalk(List<Capability> capabilities, List<String> defects) {
    /// Where the extended list begins (PCIe 6.0 §7.6.2).
    public static final int EXTENDED_START = 0x100;

    /// ID of a PCI-compatible capability that has ended or never been: all ones (PCI 3.0 §6.7).
    private static final int ID_NONE = 0xff;

    /// ID of an extended capability that is not there (§7.6.1: a first header of ID FFFFh means an
    /// empty list).
    private static final int EXTENDED_ID_NONE = 0xffff;

    /// Copies the lists.
    public CapabilityWalk {
        capabilities = List.copyOf(capabilities);
        defects = List.copyOf(defects);
    }

    /// Walks both lists: one access of 4 bytes per capability, and two for the beginning.
    public static CapabilityWalk of(ConfigSpace config) {
        return new Builder(config).conventional().extended().build();
    }

    /// The first capability of the PCI-compatible list with this ID.
    public Optional<Capability> find(int id) {
        return first(false, id);
    }

    /// The first capability of the extended list with this ID.
    public Optional<Capability> findExtended(int id) {
        return first(true, id);
    }

    private Optional<Capability> first(boolean extended, int id) {
        return capabilities.stream()
                .filter(c -> c.extended() == extended && c.id() == id)
                .findFirst();
    }

    private static final class Builder {
        private final ConfigSpace config;
        private final List<Capability> found = new ArrayList<>();
        private final List<String> defects = new ArrayList<>();
        private final BitSet seen = new BitSet(ConfigSpace.SIZE / 4);

        Builder(ConfigSpace config) {
            this.config = config;
        }

        Builder conventional() {
            int status = config.read16(ConfigHeader.STATUS);
            boolean absent = status == ConfigSpace.allOnes(2);
            if (absent || (status & ConfigHeader.STATUS_CAPABILITIES_LIST) == 0) {
                return this;
            }
            int pointer = config.read8(ConfigHeader.CAPABILITIES_POINTER);
            int from = ConfigHeader.CAPABILITIES_POINTER;
            while ((pointer & ~3) != 0) {
                int at = pointer & ~3;
                if (!enter(from, pointer, at, ConfigHeader.END)) {
                    break;
                }
                int header = config.read16(at);
                if ((header & 0xff) == ID_NONE) {
                    defects.add("the capability at " + hex(at) + " reads all ones");
                    break;
                }
                found.add(new Capability(false, header & 0xff, 0, at));
                from = at;
                pointer = header >> 8;
            }
            return this;
        }

        Builder extended() {
            int from = EXTENDED_START;
            int pointer = EXTENDED_START;
            while ((pointer & ~3) != 0) {
                int at = pointer & ~3;
                if (!enter(from, pointer, at, EXTENDED_START)) {
                    break;
                }
                long header = config.read32(at);
                int id = (int) (header & 0xffff);
                boolean first = at == EXTENDED_START;
                if (header == 0 && first) {
                    break;
                }
                if (id == EXTENDED_ID_NONE) {
                    if (!first) {
                        defects.add("the extended capability at " + hex(at) + " reads all ones");
                    }
                    break;
                }
                found.add(new Capability(true, id, (int) ((header >> 16) & 0xf), at));
                from = at;
                pointer = (int) (header >> 20);
            }
            return this;
        }

        private boolean enter(int from, int pointer, int at, int lowest) {
            if (at < lowest) {
                defects.add(
                        "the pointer at "
                                + hex(from)
                                + " leads to "
                                + hex(pointer)
                                + ", below "
                                + hex(lowest));
                return false;
            }
            if (seen.get(at / 4)) {
                defects.add("the pointer at " + hex(from) + " leads back to " + hex(at));
                return false;
            }
            seen.set(at / 4);
            return true;
        }

        private static String hex(int offset) {
            return PciAddress.hex(offset, 2) + "h";
        }

        CapabilityWalk build() {
            return new CapabilityWalk(found, defects);
        }
    }
}
