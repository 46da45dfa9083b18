package com.example.controller;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Who has which VF: what the controller wants to be so. Immutable.
///
/// @param slots what is wanted of each VF, by its number
record Ledger(List<Slot> slots) {

    /// What is wanted of a VF.
    ///
    /// @param vm who has it; empty for nobody
    /// @param parameters what it was given last, also where nobody has it any more
    record Slot(String vm, Map<String, Object> parameters) {
        boolean isFree() {
            return vm.isEmpty();
        }
    }

    static Ledger ofSize(int vfs) {
        return new Ledger(Collections.nCopies(vfs, new Slot("", Map.of())));
    }

    List<Integer> vfsOf(String vm) {
        return IntStream.range(0, slots.size())
                .filter(vf -> slots.get(vf).vm().equals(vm))
                .boxed()
                .toList();
    }

    /// Lends free VFs; those first that have the parameters already, so that nothing need change.
    ///
    /// @return empty where fewer are free
    Optional<Ledger> lend(VmRequest request) {
        var free =
                new ArrayList<>(
                        IntStream.range(0, slots.size())
                                .filter(vf -> slots.get(vf).isFree())
                                .boxed()
                                .toList());
        if (free.size() < request.vfs()) {
            return Optional.empty();
        }
        free.sort((one, other) -> Boolean.compare(fits(other, request), fits(one, request)));
        var chosen = new TreeSet<>(free.subList(0, request.vfs()));
        var lent = new ArrayList<>(slots);
        chosen.forEach(vf -> lent.set(vf, new Slot(request.vm(), request.parameters())));
        return Optional.of(new Ledger(List.copyOf(lent)));
    }

    private boolean fits(int vf, VmRequest request) {
        return slots.get(vf).parameters().equals(request.parameters());
    }

    Ledger takeBack(String vm) {
        return new Ledger(
                slots.stream()
                        .map(slot -> slot.vm().equals(vm) ? new Slot("", slot.parameters()) : slot)
                        .toList());
    }
}
