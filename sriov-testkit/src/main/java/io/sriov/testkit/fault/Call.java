package io.sriov.testkit.fault;

import java.util.List;
import java.util.OptionalInt;

/// A call of a host's port, or an access to a register, as it was made. Immutable.
///
/// @param number its number in its story, from 1; calls of ports and accesses to registers are
///   counted apart
/// @param kind what was called
/// @param subject on what: a PF's device name, a record's name, a function's routing ID
///   (`03:00.0`); empty where it is the host as a whole
/// @param vf the number of the VF, for calls about one
/// @param offset the offset in configuration space, for accesses to it
/// @param happened what happened there besides what should
public record Call(
        int number,
        CallKind kind,
        String subject,
        OptionalInt vf,
        OptionalInt offset,
        List<Effect> happened) {
    /// Copies the list.
    public Call {
        happened = List.copyOf(happened);
    }

    /// {@return the call in a line: `14 configure ix0: fails with ENOMEM`}
    @Override
    public String toString() {
        var text = new StringBuilder().append(number).append(' ').append(kind.words());
        if (!subject.isEmpty()) {
            text.append(' ').append(subject);
        }
        vf.ifPresent(index -> text.append(" VF-").append(index));
        offset.ifPresent(at -> text.append(" at ").append(Integer.toHexString(at)).append('h'));
        happened.forEach(effect -> text.append(": ").append(effect));
        return text.toString();
    }
}
