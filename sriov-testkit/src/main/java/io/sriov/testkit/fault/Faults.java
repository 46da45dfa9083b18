package io.sriov.testkit.fault;

import io.sriov.pci.ConfigSpace;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfRouting;
import io.sriov.testkit.sim.bus.AccessInterceptor;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/// What goes wrong on one host, and the story of what was called there.
///
/// ```java
/// Faults faults = new Faults();
/// faults.on(numVfsWrite()).nth(2).fails(Errno.ENOMEM);
/// Sriov sriov = Sriov.open(FaultyHost.of(host, faults));
/// ```
///
/// Several faults may meet at one call: delays and hangs all happen, and of the others the one that
/// was programmed first. Thread-safe; independent of the faults of other hosts.
public final class Faults {
    private final List<Fault> programmed = new ArrayList<>();
    private final List<Call> story = new ArrayList<>();
    private final Set<String> removedPfs = new HashSet<>();
    private final Set<RoutingId> removedFunctions = new HashSet<>();
    private final Map<RoutingId, Integer> capabilities = new HashMap<>();
    private final Set<Thread> dying = new HashSet<>();
    private final AccessInterceptor interceptor = new FaultyRegisters(this);
    private int calls;
    private int accesses;

    /// Nothing goes wrong yet.
    public Faults() {}

    /// Programs a fault at calls of ports.
    ///
    /// @param calls which
    /// @return to say when and what
    public CallOccasion on(CallSelector calls) {
        return new CallOccasion(this, calls);
    }

    /// Programs a fault at accesses to registers. They are seen where the host below a [FaultyHost]
    /// is on a simulated bus.
    ///
    /// @param accesses which
    /// @return to say when and what
    public AccessOccasion on(AccessSelector accesses) {
        return new AccessOccasion(this, accesses);
    }

    synchronized Fault program(
            String calls,
            Set<CallKind> kinds,
            Predicate<AccessSelector.Access> selected,
            Occasion<?> occasion,
            Effect effect) {
        Objects.requireNonNull(effect, "effect");
        String description = calls + occasion.numbers() + " " + effect;
        if (kinds.stream().noneMatch(kind -> kind.admits(effect))) {
            throw new IllegalArgumentException("that cannot be: " + description);
        }
        var fault = new Fault(description, selected, occasion, effect);
        programmed.add(fault);
        return fault;
    }

    /// Forgets all faults and the story, lets go on what hangs, and brings removed devices back, so
    /// that what comes is counted from 1 again.
    public synchronized void reset() {
        programmed.forEach(Fault::release);
        programmed.clear();
        story.clear();
        calls = 0;
        accesses = 0;
        returnDevices();
    }

    /// Lets every call go on that hangs.
    public synchronized void releaseAll() {
        programmed.forEach(Fault::release);
    }

    /// Brings removed devices back as they were, as where only the way to them was interrupted.
    public synchronized void returnDevices() {
        removedPfs.clear();
        removedFunctions.clear();
    }

    /// {@return the calls of ports so far, in order}
    public synchronized List<Call> calls() {
        return story.stream().filter(call -> !call.kind().isRegisterAccess()).toList();
    }

    /// {@return the accesses to registers so far, in order}
    public synchronized List<Call> accesses() {
        return story.stream().filter(call -> call.kind().isRegisterAccess()).toList();
    }

    /// {@return the faults that have not happened}
    public synchronized List<Fault> notHappened() {
        return programmed.stream().filter(fault -> !fault.hasHappened()).toList();
    }

    /// Makes sure that every fault has happened once at least: a test of what comes of a fault
    /// proves nothing otherwise.
    ///
    /// @throws AssertionError when one has not; the message names it and tells the story
    public void verifyAllHappened() {
        List<Fault> missing = notHappened();
        if (!missing.isEmpty()) {
            throw new AssertionError("never happened: " + missing + "; the story was\n" + story());
        }
    }

    /// {@return what was called and what happened there, a line each; reads of configuration space
    /// in a row are one line, and registers that were accessed in peace are counted only}
    public synchronized String story() {
        return CallStory.of(story);
    }

    AccessInterceptor interceptor() {
        return interceptor;
    }

    /// A call of a port begins.
    ///
    /// @return the faults that happen at it
    synchronized List<Fault> enter(
            CallKind kind, String subject, OptionalInt vf, OptionalInt offset) {
        var call = new Call(++calls, kind, subject, vf, offset, List.of());
        return enter(new AccessSelector.Access(call, 0, new RoutingId(0), -1));
    }

    /// An access to a register begins.
    ///
    /// @return the faults that happen at it
    synchronized List<Fault> enter(
            CallKind kind, SimulatedBus bus, RoutingId function, int offset, int width) {
        var call =
                new Call(
                        ++accesses,
                        kind,
                        function.toString(),
                        OptionalInt.empty(),
                        OptionalInt.of(offset),
                        List.of());
        int capability =
                capabilities.computeIfAbsent(
                        function,
                        id ->
                                SriovCapability.find(bus.hardware(id))
                                        .map(SriovCapability::offset)
                                        .orElse(-1));
        return enter(new AccessSelector.Access(call, width, function, capability));
    }

    private List<Fault> enter(AccessSelector.Access access) {
        var happening = new ArrayList<Fault>();
        boolean decided = false;
        for (Fault fault : programmed) {
            boolean passing =
                    fault.effect() instanceof Effect.Delay || fault.effect() instanceof Effect.Hang;
            if (fault.meets(access) && (passing || !decided)) {
                happening.add(fault);
                decided |= !passing;
            }
        }
        Call call = access.call();
        story.add(
                new Call(
                        call.number(),
                        call.kind(),
                        call.subject(),
                        call.vf(),
                        call.offset(),
                        happening.stream().map(Fault::effect).toList()));
        happening.forEach(Fault::happens);
        return happening;
    }

    synchronized void remove(String device) {
        removedPfs.add(device);
    }

    synchronized boolean isRemoved(String device) {
        return removedPfs.contains(device);
    }

    /// Takes a function off the bus, and a VF's PF where it is a VF.
    synchronized void remove(RoutingId function) {
        removedFunctions.add(function);
    }

    /// Whether a function, or the PF that it is a VF of, is off the bus.
    synchronized boolean isRemoved(SimulatedBus bus, RoutingId function) {
        return removedFunctions.stream()
                .anyMatch(removed -> removed.equals(function) || isVf(bus, removed, function));
    }

    private static boolean isVf(SimulatedBus bus, RoutingId pf, RoutingId function) {
        ConfigSpace hardware = bus.hardware(pf);
        return SriovCapability.find(hardware)
                .filter(SriovCapability::vfEnable)
                .map(sriov ->
                        new VfRouting(pf, sriov.firstVfOffset(), sriov.vfStride(), sriov.numVfs()))
                .filter(routing -> routing.vfAt(function) >= 0)
                .isPresent();
    }

    /// The process that runs in this thread will die as soon as its kernel lets it.
    synchronized void dies(Thread thread) {
        dying.add(thread);
    }

    synchronized boolean isDying(Thread thread) {
        return dying.contains(thread);
    }

    /// Whether it has to die now.
    synchronized boolean mustDie(Thread thread) {
        return dying.remove(thread);
    }
}
