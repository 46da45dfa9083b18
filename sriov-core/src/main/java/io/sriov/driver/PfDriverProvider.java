package io.sriov.driver;

/// Makes PF drivers of one kind; what `ServiceLoader` finds of a vendor's plug-in. Stateless and
/// thread-safe.
public interface PfDriverProvider {

    /// {@return the driver's name, as the kernel has it: `ix`}
    String name();

    /// {@return whether this driver takes a PF}
    ///
    /// @param pf what is known of the PF before a driver attaches
    boolean supports(PfIdentity pf);

    /// {@return a driver for a PF that [#supports] accepted}
    ///
    /// The device is as it was: hosts attach drivers to look at VFs that others have set.
    ///
    /// @param pf the PF
    PfDriver attach(PfIdentity pf);
}
