package io.sriov.linux.bind;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.KernelWork;
import io.sriov.linux.sys.LinuxErrorException;
import io.sriov.linux.sys.Retry;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which driver each PCI function of this machine has.
///
/// A driver is bound by its name, with `driver_override`, so that no other function is touched, and
/// a VF whose PF keeps drivers from its VFs (`sriov_drivers_autoprobe` is 0) gets it all the same.
/// The kernel's word is not taken for it: the link `driver` is read again. What fails is undone.
///
/// A call blocks until the kernel has done it, or the deadline passes, and is not interruptible.
/// Every method throws [HostException] with the kernel's errno: ETIMEDOUT where the kernel does not
/// come back, in which case the function takes no further operations until it does; EBUSY while
/// another call changes the function. Looking at it waits for that one, and keeps nobody out.
///
/// Thread-safe; there should be one object for a machine.
public final class PciFunctions {
    /// Long enough for a driver to start a function; waiting for a guest to let go takes longer.
    public static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);

    /// What the name of a driver may be here: a name in a directory.
    private static final Pattern DRIVER = Pattern.compile("(?!\\.)[\\w.+:-]{1,128}");

    /// What the attribute `driver_override` may be given, which takes less than a page.
    private static final Pattern LINE = Pattern.compile("\\P{Cntrl}{1,1024}");

    /// The error's number, `include/uapi/asm-generic/errno-base.h`.
    private static final int ENOENT = 2;

    private final Sysfs sysfs;
    private final KernelWork work;
    private final Retry retry;

    /// Opens the functions of a machine.
    ///
    /// @param sysfs sysfs
    /// @param deadline how long the kernel may take for an operation
    public PciFunctions(Sysfs sysfs, Duration deadline) {
        this(sysfs, deadline, Retry.OF_VF.within(deadline.dividedBy(2)));
    }

    PciFunctions(Sysfs sysfs, Duration deadline, Retry retry) {
        this.sysfs = sysfs;
        this.work = new KernelWork(sysfs, deadline);
        this.retry = retry;
    }

    /// {@return which driver a function has}
    ///
    /// @param address where the function sits
    /// @throws HostException with ENODEV when there is no such function
    public Binding binding(PciAddress address) {
        FunctionDirectory function = existing(Operation.GET_STATUS, address);
        work.stuck(address)
                .ifPresent(what -> {
                    throw new HostException(
                            Operation.GET_STATUS,
                            address.toString(),
                            Errno.ETIMEDOUT,
                            "the kernel has not come back from " + what,
                            stuckRemedy(function));
                });
        return work.read(
                Operation.GET_STATUS,
                address.toString(),
                "a driver starts or leaves the function, or it is being reset",
                () -> 0,
                () -> new Binding(address, function.driver(), function.override()));
    }

    /// {@return the functions that the kernel has not come back from, although nobody waits for it
    /// any more, with what it is at}
    public Map<PciAddress, String> stuck() {
        return work.stuck();
    }

    /// Binds a driver by its name, and lets no other be bound from then on. Does nothing more where
    /// that driver is bound already. What refuses for the moment only, such as a function that is
    /// still being reset, is tried again for 3 seconds, at most half of the deadline.
    ///
    /// @param address where the function sits
    /// @param driver the driver: `vfio-pci`, or the host's own
    /// @return what was there, for [#restore(Binding)]
    /// @throws HostException when it cannot be bound; what was there is there again, or the message
    ///   says why not; with EBUSY where the function is kept from every driver, as after
    ///   [#release(PciAddress)]
    /// @throws IllegalArgumentException if that is no name of a driver
    public Binding bind(PciAddress address, String driver) {
        require(driver);
        return run(
                Operation.ATTACH_VF,
                address,
                (function, binding) -> {
                    requireNotWithheld(function, binding);
                    Binding before = binding.now();
                    if (!binding.loaded(driver)) {
                        throw diagnosis(Operation.ATTACH_VF, function)
                                .binding(driver, new LinuxErrorException(driver, ENOENT))
                                .exception("nothing was changed");
                    }
                    try {
                        binding.to(driver);
                    } catch (LinuxErrorException e) {
                        Refusal refusal =
                                diagnosis(Operation.ATTACH_VF, function).binding(driver, e);
                        throw refusal.exception(undo(binding, before));
                    }
                    expect(Operation.ATTACH_VF, function, Optional.of(driver));
                    return before;
                });
    }

    /// Gives a function back to the host: lets any driver be bound, and the kernel choose one.
    /// Where a driver of the host's is bound already, it stays.
    ///
    /// @param address where the function sits
    /// @return what was there, for [#restore(Binding)]
    /// @throws HostException with ENODEV when no driver takes it; what was there is there again, or
    ///   the message says why not; with EBUSY where the function is kept from every driver, as
    ///   after [#release(PciAddress)]
    public Binding bindHost(PciAddress address) {
        return run(
                Operation.ATTACH_VF,
                address,
                (function, binding) -> {
                    requireNotWithheld(function, binding);
                    Binding before = binding.now();
                    try {
                        binding.toAny();
                    } catch (LinuxErrorException e) {
                        Refusal refusal = diagnosis(Operation.ATTACH_VF, function).unbinding(e);
                        throw refusal.exception(undo(binding, before));
                    }
                    if (function.driver().filter(PassthroughDrivers::isHosts).isEmpty()) {
                        Refusal refusal = diagnosis(Operation.ATTACH_VF, function).probing();
                        throw refusal.exception(undoProbing(binding, before));
                    }
                    return before;
                });
    }

    /// Takes a function back from a guest: takes it from VFIO's driver, resets it, lets any driver
    /// be bound, and the kernel choose one. Where a driver of the host's is bound already, it
    /// stays, and nothing is reset.
    ///
    /// Until its reset has succeeded, the function is kept from every driver: `driver_override` is
    /// `none`. Where that fails it stays so, given to nobody, until this is called again.
    ///
    /// @param address where the function sits
    /// @throws HostException when the driver does not let go; for [Operation#RESET_VF] when the
    ///   reset fails; with ENODEV when no driver takes it, which leaves it reset and without one
    public void release(PciAddress address) {
        run(
                Operation.DETACH_VF,
                address,
                (function, binding) -> {
                    if (function.driver().filter(PassthroughDrivers::isHosts).isEmpty()) {
                        binding.withhold();
                        new FunctionReset(function).afterGuest(binding.steps());
                    }
                    binding.toAny();
                    if (function.driver().filter(PassthroughDrivers::isHosts).isEmpty()) {
                        throw diagnosis(Operation.ATTACH_VF, function)
                                .probing()
                                .exception("it has been reset, and has no driver");
                    }
                    return address;
                });
    }

    private static void requireNotWithheld(FunctionDirectory function, Rebinding binding) {
        if (binding.withheld()) {
            throw new HostException(
                    Operation.ATTACH_VF,
                    function.address().toString(),
                    Errno.EBUSY,
                    "it is kept from every driver (driver_override is "
                            + Rebinding.WITHHELD
                            + "), as it is after a reset that failed",
                    "release it, which resets it first, or delete the VFs of its PF and create them"
                            + " again");
        }
    }

    /// Takes a function from its driver, which waits until a guest that has it lets go. Does
    /// nothing where no driver is bound. Which driver may be bound stays as it is.
    ///
    /// @param address where the function sits
    /// @return what was there, for [#restore(Binding)]
    /// @throws HostException when the driver does not let go
    public Binding unbind(PciAddress address) {
        return run(
                Operation.DETACH_VF,
                address,
                (function, binding) -> {
                    Binding before = binding.now();
                    try {
                        binding.toNone();
                    } catch (LinuxErrorException e) {
                        throw diagnosis(Operation.DETACH_VF, function).unbinding(e).exception();
                    }
                    expect(Operation.DETACH_VF, function, Optional.empty());
                    return before;
                });
    }

    /// Puts back what was there.
    ///
    /// @param before what was there
    /// @throws HostException when the driver of then cannot be bound
    /// @throws IllegalArgumentException if the driver of then is no name of one, or what
    ///   `driver_override` read is no line of text
    public void restore(Binding before) {
        before.driver().ifPresent(PciFunctions::require);
        before.override().ifPresent(PciFunctions::requireLine);
        run(
                Operation.ATTACH_VF,
                before.address(),
                (function, binding) -> {
                    try {
                        binding.back(before);
                    } catch (LinuxErrorException e) {
                        BindDiagnosis diagnosis = diagnosis(Operation.ATTACH_VF, function);
                        throw before.driver()
                                .map(driver -> diagnosis.binding(driver, e))
                                .orElseGet(() -> diagnosis.unbinding(e))
                                .exception();
                    }
                    expect(Operation.ATTACH_VF, function, before.driver());
                    return before;
                });
    }

    /// Resets a function, so that nothing of its last user is left to the next. No driver of the
    /// host's may be bound: the kernel would wait for it, and not come back with some. A guest that
    /// has the function loses its state.
    ///
    /// @param address where the function sits
    /// @throws HostException with EBUSY when a driver of the host's is bound; with the kernel's
    ///   errno when it cannot be reset, or does not answer afterwards
    public void reset(PciAddress address) {
        run(
                Operation.RESET_VF,
                address,
                (function, binding) -> {
                    new FunctionReset(function).run(binding.steps());
                    return address;
                });
    }

    private interface Change<T> {
        T make(FunctionDirectory function, Rebinding binding) throws LinuxErrorException;
    }

    private <T> T run(Operation operation, PciAddress address, Change<T> change) {
        FunctionDirectory function = existing(operation, address);
        try {
            return work.run(
                    operation,
                    address,
                    stuckRemedy(function),
                    steps -> change.make(function, new Rebinding(function, steps, retry)));
        } catch (LinuxErrorException e) {
            throw diagnosis(operation, function).unbinding(e).exception();
        }
    }

    private FunctionDirectory existing(Operation operation, PciAddress address) {
        var function = new FunctionDirectory(sysfs, address);
        if (!function.exists()) {
            throw new HostException(
                    operation,
                    address.toString(),
                    Errno.ENODEV,
                    "there is no such function",
                    "look again: the VFs have changed");
        }
        return function;
    }

    private static String stuckRemedy(FunctionDirectory function) {
        return function.driver().filter(PassthroughDrivers::isVfio).isPresent()
                ? "stop the guest that has it"
                : "see dmesg for what its driver waits for";
    }

    /// Where there was no driver, none is taken away: one that has come by now is welcome, such as
    /// that of a module which has just been loaded.
    private static String undoProbing(Rebinding binding, Binding before) {
        if (before.driver().isPresent()) {
            return undo(binding, before);
        }
        try {
            binding.override(before.override());
            return "it has no driver, as before";
        } catch (LinuxErrorException e) {
            return "driver_override could not be put back: " + e.getMessage();
        }
    }

    /// {@return what has become of the function}
    private static String undo(Rebinding binding, Binding before) {
        if (!binding.steps().changedAnything()) {
            return "nothing was changed";
        }
        try {
            binding.back(before);
            return before.driver()
                    .map(driver -> driver + " has it again")
                    .orElse("it has no driver, as before");
        } catch (LinuxErrorException e) {
            return before.driver().orElse("what was there")
                    + " could not be put back: "
                    + e.getMessage();
        }
    }

    private static void expect(
            Operation operation, FunctionDirectory function, Optional<String> driver) {
        if (!function.driver().equals(driver)) {
            throw diagnosis(operation, function).unexpected(driver).exception();
        }
    }

    private static BindDiagnosis diagnosis(Operation operation, FunctionDirectory function) {
        return new BindDiagnosis(operation, function);
    }

    /// What others have written there is theirs, and need be no name.
    private static void requireLine(String override) {
        if (!LINE.matcher(override).matches()) {
            throw new IllegalArgumentException("no line for driver_override: '" + override + "'");
        }
    }

    private static void require(String driver) {
        if (!DRIVER.matcher(driver).matches()) {
            throw new IllegalArgumentException("'" + driver + "' is not the name of a driver");
        }
    }
}
