package io.sriov.cli;

import java.util.List;

/// The command line does not say what to do.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The usage of iovctl(8), and where ours is to be found.
    private static final List<String> USAGE =
            List.of(
                    "Usage: iovctl -C -f <config file> [-n]",
                    "       iovctl -D [-d <PF device> | -f <config file>] [-n]",
                    "       iovctl -L [-d <PF device> | -f <config file>]",
                    "       iovctl -S [-d <PF device> | -f <config file>]");

    private final transient List<String> complaint;

    /// Creates the exception.
    ///
    /// @param complaint what is wrong, in one or more lines
    UsageException(String... complaint) {
        super(String.join(" ", complaint), null, false, false);
        this.complaint = List.of(complaint);
    }

    /// {@return what is wrong, in one or more lines}
    List<String> complaint() {
        return complaint;
    }

    /// {@return the lines that every complaint ends with}
    static List<String> usage() {
        return USAGE;
    }
}
