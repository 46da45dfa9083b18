package io.sriov.testkit.tck;

import io.sriov.schema.ParameterValue;
import java.util.List;
import java.util.Map;

/// A configuration that fits the schema, and that the device cannot do. Immutable and thread-safe.
///
/// @param why what is impossible about it, for messages
/// @param section the section that
///   [check()][io.sriov.driver.PfDriver#check(io.sriov.schema.config.IovConfig)] is to blame, `PF`
///   or `VF-1`
/// @param parameter the parameter in it that is to blame; one that is given
/// @param pf what is given of the PF's parameters; required ones that are missing are added
/// @param vfs what is given of each VF's parameters, likewise; as many as there are VFs
public record ImpossibleConfig(
        String why,
        String section,
        String parameter,
        Map<String, ParameterValue> pf,
        List<Map<String, ParameterValue>> vfs) {

    /// Copies the collections.
    public ImpossibleConfig {
        pf = Map.copyOf(pf);
        vfs = vfs.stream().<Map<String, ParameterValue>>map(Map::copyOf).toList();
    }

    /// {@return one that a VF is to blame for}
    ///
    /// @param why what is impossible about it
    /// @param vf the VF's number
    /// @param parameter the parameter that is to blame
    /// @param vfs what is given of each VF's parameters
    public static ImpossibleConfig atVf(
            String why, int vf, String parameter, List<Map<String, ParameterValue>> vfs) {
        return new ImpossibleConfig(why, "VF-" + vf, parameter, Map.of(), vfs);
    }
}
