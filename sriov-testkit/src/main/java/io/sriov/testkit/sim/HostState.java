package io.sriov.testkit.sim;

import io.sriov.host.VfUse;
import io.sriov.testkit.sim.bus.BusSnapshot;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Everything that a simulated host remembers, as it stands in a state file.
///
/// @param bus the registers and the time
/// @param busPlace where the registers stand in the file, for messages; empty where there is no
///   file
/// @param pfs the kernel's own knowledge of each PF, by device name
/// @param console what the kernel has printed
/// @param records the record store
record HostState(
        BusSnapshot bus,
        String busPlace,
        Map<String, Pf> pfs,
        List<String> console,
        SortedMap<String, String> records) {
    /// A PF.
    ///
    /// @param place where it stands in the file, for messages; empty where there is no file
    /// @param attached whether its driver has registered for SR-IOV
    /// @param interfaceUp whether its own interface is up
    /// @param schema the packed schema that was registered in place of the driver's own; empty for
    ///   the driver's own
    /// @param numVfs how many VFs are enabled
    /// @param bars the VF BARs that the kernel knows
    /// @param config the packed configuration that the VFs were made of; empty where there are none
    /// @param vfs the VFs that exist as devices
    record Pf(
            String place,
            boolean attached,
            boolean interfaceUp,
            Packed schema,
            int numVfs,
            List<Bar> bars,
            Packed config,
            List<Vf> vfs) {}

    /// A VF BAR.
    ///
    /// @param bar its index
    /// @param wide whether it has 64 bits
    /// @param prefetchable whether reads of it have no side effects
    /// @param size what each VF has, in bytes
    /// @param base where the VFs' memory is; empty while there is none
    record Bar(int bar, boolean wide, boolean prefetchable, long size, Optional<Long> base) {}

    /// A VF.
    ///
    /// @param index its number
    /// @param driver the driver that is attached
    /// @param uses who uses it
    record Vf(int index, Optional<DriverUnit> driver, List<VfUse> uses) {}

    /// A packed nvlist in base64.
    ///
    /// @param base64 the text; empty for none
    record Packed(String base64) {
        static final Packed NONE = new Packed("");

        static Packed of(byte[] bytes) {
            return new Packed(Base64.getEncoder().encodeToString(bytes));
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /// Copies the collections.
    HostState {
        console = List.copyOf(console);
    }
}
