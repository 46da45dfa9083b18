package io.sriov.testkit.tck;

import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// A plug-in and a device for one test of a [PfDriverTck]: a PF as it is after power-on, which the
/// plug-in's drivers work on and the bench looks at from the other side.
///
/// What is not implemented leaves the clauses that need it unproven, and the plug-in with them.
/// Used by one thread at a time; several benches are used at the same time.
public interface PfDriverBench extends AutoCloseable {

    /// {@return the plug-in; its drivers work on this bench's device}
    PfDriverProvider provider();

    /// {@return the PF that the device is}
    PfIdentity pf();

    /// {@return how many VFs the device can have at once with the values of [#example(Parameter,
    /// int)], at least 2; where it is 1, the clauses about several VFs are unproven}
    int mostVfs();

    /// Has the hardware enable VFs, or disable all: what the kernel does between `init` and
    /// `addVf`, and before `uninit`. VFs are as after a reset then, with the device's own values.
    ///
    /// @param numVfs how many there are from now on
    default void enableVfs(int numVfs) {}

    /// {@return what the device has of a VF's parameters, by name as in the schema; those that
    /// nobody has set, and that are without a value then, are absent}
    ///
    /// @param index the number of a VF that is enabled
    Map<String, ParameterValue> vf(int index);

    /// {@return what the device has of the PF's parameters, likewise}
    default Map<String, ParameterValue> pfValues() {
        return Map.of();
    }

    /// {@return the names of parameters that cannot be seen in the device, each with the reason
    /// that the certificate gives; all others have to show when a driver was given them}
    ///
    /// A clause that is left with nothing to look at is unproven. A name that is no parameter's
    /// fails every clause.
    default Map<String, String> hidden() {
        return Map.of();
    }

    /// {@return what the kit cannot tell: why the value that a parameter has when nobody declares
    /// it is secure, by the parameter's name; the certificate quotes it}
    ///
    /// It is wanted for parameters that have to do with spoofing, promiscuity or trust and are
    /// neither of type `bool` nor on or off, and for those whose names mean something else than the
    /// kit takes them to. A name that is no parameter's fails every clause.
    default Map<String, String> explanations() {
        return Map.of();
    }

    /// {@return whether a value that the device shows is the one that a driver was given; not asked
    /// of equal ones, which are; the certificate says where it makes a difference}
    ///
    /// @param parameter the parameter's name
    /// @param given what a driver was given
    /// @param shown what the device shows
    default boolean isSame(String parameter, ParameterValue given, ParameterValue shown) {
        return given.equals(shown);
    }

    /// Gives the device another value of a VF's parameter, past the driver: before it sets the VF,
    /// and after that.
    ///
    /// @param index the number of a VF that is enabled
    /// @param parameter the parameter's name
    /// @param value the value
    default void setBehindTheDriver(int index, String parameter, ParameterValue value) {
        Assumptions.abort("this bench cannot set " + parameter + " of VF " + index + " itself");
    }

    /// Gives the device another value of a parameter of the PF, past the driver.
    ///
    /// @param parameter the parameter's name
    /// @param value the value
    default void setPfBehindTheDriver(String parameter, ParameterValue value) {
        Assumptions.abort("this bench cannot set " + parameter + " of the PF itself");
    }

    /// {@return a value of a parameter that the device takes}
    ///
    /// All parameters of a device with the same seed go together, and so do VFs with seeds that
    /// follow each other. Where a parameter has more than one value, one seed and the next differ.
    ///
    /// @param parameter the parameter, of the PF or of a VF
    /// @param seed from 0
    default ParameterValue example(Parameter parameter, int seed) {
        return Examples.of(parameter, seed);
    }

    /// {@return configurations that fit the schema and that the device cannot do; wanted of a
    /// plug-in that checks configurations itself}
    default List<ImpossibleConfig> impossible() {
        return List.of();
    }

    /// {@return how the device is made to fail; empty where it cannot be}
    default Optional<DeviceFaults> faults() {
        return Optional.empty();
    }

    /// {@return clauses that say nothing about this plug-in, by number, each with the reason that
    /// the certificate gives}
    ///
    /// 3.1 and 3.4, and a vendor's own, are left out then; 2.1, 4.8 to 4.12, 6.6, 7.2, 7.4 and 7.5
    /// are not applicable where the kit has nothing to judge by. Any other clause is judged all the
    /// same: what does not hold is waived, and the plug-in not proven to conform.
    default Map<String, String> notApplicable() {
        return Map.of();
    }

    /// Leaves nothing behind.
    @Override
    void close();
}
