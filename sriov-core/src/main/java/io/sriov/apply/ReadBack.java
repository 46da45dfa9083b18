package io.sriov.apply;

import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import java.util.List;
import java.util.function.Predicate;

/// A PF's state in one line, as evidence.
final class ReadBack {
    private ReadBack() {}

    /// `8 VFs enabled: present 0..7, passthrough 0..1, attached 0..7`.
    static String of(PfStatus status) {
        if (status.numVfs() == 0 && status.vfs().isEmpty()) {
            return "no VFs enabled";
        }
        return status.numVfs()
                + (status.numVfs() == 1 ? " VF enabled" : " VFs enabled")
                + ": present "
                + ranges(status.vfs(), _ -> true)
                + ", passthrough "
                + ranges(status.vfs(), VfStatus::passthrough)
                + ", attached "
                + ranges(status.vfs(), VfStatus::attached);
    }

    static String ranges(List<VfStatus> vfs, Predicate<VfStatus> which) {
        return ranges(vfs.stream().filter(which).map(VfStatus::index).toList());
    }

    /// The numbers, ascending, with runs drawn together: `0..7, 9`; `none` where there are none.
    static String ranges(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return "none";
        }
        var text = new StringBuilder();
        for (int first = 0, next; first < numbers.size(); first = next) {
            next = first + 1;
            while (next < numbers.size() && numbers.get(next) == numbers.get(next - 1) + 1) {
                next++;
            }
            text.append(text.isEmpty() ? "" : ", ").append(numbers.get(first));
            if (next > first + 1) {
                text.append("..").append(numbers.get(next - 1));
            }
        }
        return text.toString();
    }
}
