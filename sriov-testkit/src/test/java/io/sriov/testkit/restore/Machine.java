package io.sriov.testkit.restore;

import io.sriov.host.Host;

/// A machine as those see it and change it who do not use the SDK.
interface Machine {
    /// The machine as the SDK has it, without faults.
    Host host();

    /// Creates VFs.
    void create(Wish wish);

    /// Destroys all VFs.
    void delete();

    /// Takes a VF from its driver.
    void detach(int vf);

    /// Uses a VF that the host keeps, in such a way that its user may consent to lose it.
    void use(int vf);

    /// What is really the case, with nothing between the kernel and its hardware any more.
    Truth truth();
}
