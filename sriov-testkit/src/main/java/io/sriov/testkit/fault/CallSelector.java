package io.sriov.testkit.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/// Which calls of a host's ports a fault is about. Immutable; meant for a static import.
public final class CallSelector {
    private final String description;
    private final Set<CallKind> kinds;
    private final Predicate<Call> condition;

    private CallSelector(String description, Set<CallKind> kinds, Predicate<Call> condition) {
        this.description = description;
        this.kinds = kinds;
        this.condition = condition;
    }

    /// {@return calls of some kinds}
    ///
    /// @param description what messages call them
    /// @param kinds the kinds, those of ports only
    /// @throws IllegalArgumentException if an access to registers is among them
    public static CallSelector calls(String description, CallKind... kinds) {
        Set<CallKind> set = EnumSet.noneOf(CallKind.class);
        set.addAll(Arrays.asList(kinds));
        if (set.stream().anyMatch(CallKind::isRegisterAccess)) {
            throw new IllegalArgumentException("registers are selected by an AccessSelector");
        }
        return new CallSelector(description, set, _ -> true);
    }

    private static CallSelector calls(CallKind kind) {
        return calls(kind.words(), kind);
    }

    /// {@return every call of a port}
    public static CallSelector anyCall() {
        Set<CallKind> kinds = EnumSet.allOf(CallKind.class);
        kinds.removeIf(CallKind::isRegisterAccess);
        return new CallSelector("any call", kinds, _ -> true);
    }

    /// {@return the call with a number}
    ///
    /// @param number its number in the story, from 1; see [Faults#calls()]
    public static CallSelector call(int number) {
        Occasion.positive(number);
        return anyCall().where("call " + number, call -> call.number() == number);
    }

    /// {@return asking a host for its PFs}
    public static CallSelector listPfs() {
        return calls(CallKind.LIST_PFS);
    }

    /// {@return asking a host for a PF}
    public static CallSelector openPf() {
        return calls(CallKind.OPEN_PF);
    }

    /// {@return having a host examine itself}
    public static CallSelector examine() {
        return calls(CallKind.EXAMINE);
    }

    /// {@return having a host dump its devices}
    public static CallSelector dump() {
        return calls(CallKind.DUMP);
    }

    /// {@return reading a PF's schema}
    public static CallSelector schema() {
        return calls(CallKind.SCHEMA);
    }

    /// {@return having a configuration checked}
    public static CallSelector check() {
        return calls(CallKind.CHECK);
    }

    /// {@return having looked whether a configuration can be applied}
    public static CallSelector preflight() {
        return calls(CallKind.PREFLIGHT);
    }

    /// {@return comparing a configuration with what the device has}
    public static CallSelector compare() {
        return calls(CallKind.COMPARE);
    }

    /// {@return putting back what an interrupted operation has left}
    public static CallSelector settle() {
        return calls(CallKind.SETTLE);
    }

    /// {@return reading the state of a PF}
    public static CallSelector status() {
        return calls(CallKind.STATUS);
    }

    /// {@return creating VFs: `IOV_CONFIG` on FreeBSD}
    public static CallSelector configure() {
        return calls(CallKind.CONFIGURE);
    }

    /// {@return destroying VFs: `IOV_DELETE` on FreeBSD}
    public static CallSelector delete() {
        return calls(CallKind.DELETE);
    }

    /// {@return creating VFs and destroying them, which on Linux both are writes of `sriov_numvfs`}
    public static CallSelector numVfsWrite() {
        return calls("the write of NumVFs", CallKind.CONFIGURE, CallKind.DELETE);
    }

    /// {@return attaching a VF's driver}
    public static CallSelector attachVf() {
        return calls(CallKind.ATTACH_VF);
    }

    /// {@return detaching a VF's driver}
    public static CallSelector detachVf() {
        return calls(CallKind.DETACH_VF);
    }

    /// {@return reading a PF's configuration space through its port}
    public static CallSelector configRead() {
        return calls(CallKind.READ_CONFIG);
    }

    /// {@return writing a PF's configuration space through its port}
    public static CallSelector configWrite() {
        return calls(CallKind.WRITE_CONFIG);
    }

    /// {@return reading records}
    ///
    /// @param beginning how their names begin: `journal`
    public static CallSelector recordRead(String beginning) {
        return calls(CallKind.READ_RECORD).named(beginning);
    }

    /// {@return writing records}
    ///
    /// @param beginning how their names begin: `journal`
    public static CallSelector recordWrite(String beginning) {
        return calls(CallKind.WRITE_RECORD).named(beginning);
    }

    /// {@return removing records}
    ///
    /// @param beginning how their names begin: `journal`
    public static CallSelector recordRemoval(String beginning) {
        return calls(CallKind.REMOVE_RECORD).named(beginning);
    }

    /// {@return reading the names of all records}
    public static CallSelector recordNames() {
        return calls(CallKind.LIST_RECORDS);
    }

    /// {@return looking whether records can be written}
    public static CallSelector recordCheck() {
        return calls(CallKind.CHECK_RECORDS);
    }

    /// {@return locking a PF}
    public static CallSelector lock() {
        return calls(CallKind.LOCK);
    }

    /// {@return unlocking a PF}
    public static CallSelector unlock() {
        return calls(CallKind.UNLOCK);
    }

    private CallSelector named(String beginning) {
        return where(
                description + " " + beginning + "…", call -> call.subject().startsWith(beginning));
    }

    /// {@return those of these calls that are about one PF, or about a record or lock of its name}
    ///
    /// @param device the PF's device name
    public CallSelector ofPf(String device) {
        return where(description + " of " + device, call -> call.subject().equals(device));
    }

    /// {@return those of these calls that are about a VF of one number}
    ///
    /// @param index the VF's number
    public CallSelector ofVf(int index) {
        return where(description + " VF-" + index, call -> call.vf().equals(OptionalInt.of(index)));
    }

    private CallSelector where(String narrower, Predicate<Call> further) {
        return new CallSelector(narrower, kinds, condition.and(further));
    }

    Set<CallKind> kinds() {
        return kinds;
    }

    boolean selects(Call call) {
        return kinds.contains(call.kind()) && condition.test(call);
    }

    /// {@return the calls in words}
    @Override
    public String toString() {
        return description;
    }
}
