package io.sriov.testkit.fault;

import io.sriov.pci.RoutingId;
import java.util.Set;
import java.util.function.Predicate;

/// Which accesses to the registers of a simulated bus a fault is about. Immutable; meant for a
/// static import.
public final class AccessSelector {
    private static final Set<CallKind> BOTH =
            Set.of(CallKind.READ_REGISTER, CallKind.WRITE_REGISTER);

    private final String description;
    private final Set<CallKind> kinds;
    private final Predicate<Access> condition;

    private AccessSelector(String description, Set<CallKind> kinds, Predicate<Access> condition) {
        this.description = description;
        this.kinds = kinds;
        this.condition = condition;
    }

    /// What is known of an access before it is made.
    ///
    /// @param call the access
    /// @param width in bytes
    /// @param function the function that is addressed
    /// @param capability where the function's SR-IOV capability is; negative where it has none
    record Access(Call call, int width, RoutingId function, int capability) {}

    /// {@return every access to every register}
    public static AccessSelector anyAccess() {
        return new AccessSelector("any access", BOTH, _ -> true);
    }

    /// {@return the access with a number}
    ///
    /// @param number its number in the story, from 1; see [Faults#accesses()]
    public static AccessSelector access(int number) {
        Occasion.positive(number);
        return anyAccess().where("access " + number, access -> access.call().number() == number);
    }

    /// {@return every read}
    public static AccessSelector anyRead() {
        return new AccessSelector("any read", Set.of(CallKind.READ_REGISTER), _ -> true);
    }

    /// {@return every write}
    public static AccessSelector anyWrite() {
        return new AccessSelector("any write", Set.of(CallKind.WRITE_REGISTER), _ -> true);
    }

    /// {@return reads of a register of the SR-IOV capability, alone or together with its
    /// neighbours}
    ///
    /// @param register the register
    public static AccessSelector read(SriovRegister register) {
        return anyRead().where("the read of " + register, reaches(register));
    }

    /// {@return writes of a register of the SR-IOV capability, alone or together with its
    /// neighbours}
    ///
    /// @param register the register
    public static AccessSelector write(SriovRegister register) {
        return anyWrite().where("the write of " + register, reaches(register));
    }

    private static Predicate<Access> reaches(SriovRegister register) {
        return access ->
                access.capability() >= 0
                        && register.overlaps(
                                access.call().offset().orElseThrow() - access.capability(),
                                access.width());
    }

    /// {@return those of these accesses that are addressed to one function}
    ///
    /// @param function the function
    public AccessSelector of(RoutingId function) {
        return where(description + " of " + function, access -> access.function().equals(function));
    }

    private AccessSelector where(String narrower, Predicate<Access> further) {
        return new AccessSelector(narrower, kinds, condition.and(further));
    }

    Set<CallKind> kinds() {
        return kinds;
    }

    boolean selects(Access access) {
        return kinds.contains(access.call().kind()) && condition.test(access);
    }

    /// {@return the accesses in words}
    @Override
    public String toString() {
        return description;
    }
}
