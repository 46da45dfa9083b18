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

    private static final List<String> USAGE_OF_SCHEMA =
            List.of(
                    "Usage: iovctl schema diff A B",
                    "       iovctl schema docs SCHEMA",
                    "       iovctl schema json-schema SCHEMA",
                    "       iovctl schema --help");

    private final transient List<String> complaint;
    private final transient List<String> usage;

    /// Creates the exception.
    ///
    /// @param complaint what is wrong, in one or more lines
    UsageException(String... complaint) {
        this(List.of(complaint), USAGE);
    }

    private UsageException(List<String> complaint, List<String> usage) {
        super(String.join(" ", complaint), null, false, false);
        this.complaint = complaint;
        this.usage = usage;
    }

    /// {@return the exception for a command about schemas}
    ///
    /// @param complaint what is wrong
    static UsageException ofSchema(String complaint) {
        return new UsageException(List.of(complaint), USAGE_OF_SCHEMA);
    }

    /// {@return what is wrong, in one or more lines}
    List<String> complaint() {
        return complaint;
    }

    /// {@return the lines that the complaint ends with}
    List<String> usage() {
        return usage;
    }
}
