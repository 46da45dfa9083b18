package io.sriov.scripted;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Counts the calls of a host's ports and of its record store, and makes some of them fail.
public final class Faults {
    private final Map<Integer, Fault> faults = new HashMap<>();
    private final Map<String, Fault> named = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    /// What happens at a call.
    ///
    /// @param crash the process dies; otherwise the call fails with EIO
    /// @param afterEffect what the call does is done all the same
    public record Fault(boolean crash, boolean afterEffect) {}

    /// Makes the call of a number fail, counted from 0 since the last [#reset()].
    public void at(int call, Fault fault) {
        faults.put(call, fault);
    }

    /// Makes every call of a name fail until the next [#reset()].
    public void at(String call, Fault fault) {
        named.put(call, fault);
    }

    /// Forgets faults and calls.
    public void reset() {
        faults.clear();
        named.clear();
        calls.clear();
    }

    /// The calls since the last [#reset()], in order.
    public List<String> calls() {
        return List.copyOf(calls);
    }

    <T> T call(String name, Supplier<T> effect) {
        int number = calls.size();
        calls.add(name);
        Fault fault = faults.getOrDefault(number, named.get(name));
        if (fault == null) {
            return effect.get();
        }
        if (fault.afterEffect()) {
            var _ = effect.get();
        }
        if (fault.crash()) {
            throw new Crash(number + " " + name);
        }
        throw new HostException(
                HostException.Operation.RECORD,
                name,
                Errno.EIO,
                "injected at call " + number,
                "take the fault away");
    }

    void run(String name, Runnable effect) {
        call(
                name,
                () -> {
                    effect.run();
                    return true;
                });
    }
}
