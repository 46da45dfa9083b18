package io.sriov.testkit.sim;

import org.jspecify.annotations.Nullable;

/// A state file cannot be used; the message begins with the file, line and column.
final class StateException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String DAMAGED = "the state is damaged: ";
    private static final String REMOVE =
            "mend the file, or remove it to start with a machine without VFs";

    private final String verdict;
    private final String remedy;

    private StateException(
            String verdict, String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.verdict = verdict;
        this.remedy = remedy;
    }

    StateException(String message, @Nullable Throwable cause) {
        this(DAMAGED, message, REMOVE, cause);
    }

    /// The file is none of those that keep states.
    static StateException ofOtherFile(String message) {
        return new StateException(
                DAMAGED,
                message,
                "name another file; descriptions and dumps of machines say what they are by their"
                        + " format",
                null);
    }

    /// The state is that of another machine.
    static StateException ofOtherMachine(String message) {
        return new StateException(
                "the state does not fit the machine: ",
                message,
                "undo the change, or remove the file to start with a machine without VFs",
                null);
    }

    /// The same of a state that does not tell which machine it is of.
    StateException ofUnknownMachine() {
        return new StateException(
                "the state is damaged, or of another machine: ",
                String.valueOf(getMessage()),
                REMOVE,
                this);
    }

    /// The message, and before it what it comes to.
    String verdict() {
        return verdict + getMessage();
    }

    /// What to do.
    String remedy() {
        return remedy;
    }
}
