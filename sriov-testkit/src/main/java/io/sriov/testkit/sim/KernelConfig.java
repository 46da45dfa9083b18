package io.sriov.testkit.sim;

import io.sriov.driver.DriverParameters;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.util.ArrayList;
import java.util.List;

/// A packed configuration after the kernel's own validation, with the schema's defaults in it.
///
/// `num_vfs` of 0 passes, and `device` is not compared with the node.
///
/// @param list all of it, as [KernelConfigRules] leave it
/// @param numVfs `num_vfs`, 0..65535
/// @param pf what the PF driver gets
/// @param vfs each VF's settings
record KernelConfig(Nvlist list, int numVfs, DriverParameters pf, List<Vf> vfs) {
    /// One VF's settings.
    ///
    /// @param passthrough whether it is for a guest
    /// @param driver what the PF driver gets
    record Vf(boolean passthrough, DriverParameters driver) {}

    /// Unpacks and validates.
    ///
    /// @throws KernelError with EINVAL and the reason
    /// @throws IllegalStateException where a real kernel panics
    static KernelConfig validate(KernelSchema schema, byte[] packed) throws KernelError {
        Nvlist given;
        try {
            given = NvlistUnpacker.unpack(packed, NvFlag.IGNORE_CASE);
        } catch (NvlistFormatException e) {
            throw KernelConfigRules.invalid(
                    "the configuration is not an nvlist with flag IGNORE_CASE: " + e.getMessage());
        }
        Nvlist list = KernelConfigRules.validate(schema, given);
        int numVfs = KernelConfigRules.numVfs(list);
        DriverValues pf = new DriverValues(schema, KernelSchema.PF);
        DriverValues vf = new DriverValues(schema, KernelSchema.VF);
        List<Vf> vfs = new ArrayList<>(numVfs);
        for (int i = 0; i < numVfs; i++) {
            String name = KernelConfigRules.vfName(i);
            vfs.add(new Vf(passthrough(list, name), vf.of(list, name)));
        }
        return new KernelConfig(list, numVfs, pf.of(list, KernelSchema.PF), vfs);
    }

    private static boolean passthrough(Nvlist list, String vf) {
        return KernelConfigRules.subsystem(list, vf, KernelSchema.IOV)
                .bool("passthrough")
                .orElseThrow(() -> KernelSchema.panic(vf + ".IOV has no 'passthrough'"));
    }
}
