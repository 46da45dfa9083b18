package io.sriov.linux.sys;

import io.sriov.schema.config.IovConfig;
import java.util.Optional;

/// A PF driver that takes more than may write the attributes of the PF. Known before anything is
/// done, what is missing keeps VFs from being destroyed that could not be created again.
public interface Privileged {

    /// {@return the capability that it takes to give VFs their parameters; empty where it takes
    /// none}
    ///
    /// @param config the VFs
    Optional<Capability> needs(IovConfig config);
}
