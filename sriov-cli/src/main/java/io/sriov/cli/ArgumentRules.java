package io.sriov.cli;

import java.util.Set;
import java.util.stream.Collectors;

/// Which options make sense together: the checks of iovctl(8) in its order and wording, then those
/// of the options that it does not have.
final class ArgumentRules {
    /// What is about no single PF.
    private static final Set<Action> NO_PF =
            Set.of(Action.LIST, Action.DOCTOR, Action.DUMP, Action.COMPLETION);

    private final Arguments given;

    private ArgumentRules(Arguments given) {
        this.given = given;
    }

    /// Checks what a command line asks for.
    ///
    /// @param given what it asks for
    /// @throws UsageException when it makes no sense
    static void check(Arguments given) {
        var rules = new ArgumentRules(given);
        rules.freebsd();
        rules.ours();
    }

    /// Checks what a command about schemas asks for.
    ///
    /// @param given what it asks for
    /// @param command the command
    /// @param options the options that it was given
    /// @throws UsageException when it makes no sense
    static void check(Arguments given, SchemaCommand command, Set<Option> options) {
        for (Option option : options) {
            refuseInSchema(
                    !command.options().contains(option),
                    option.text() + " cannot be used with " + command.text());
        }
        refuseInSchema(
                !command.formats().contains(given.format()),
                command.text()
                        + " has the formats "
                        + command.formats().stream()
                                .map(ArgumentParser::word)
                                .collect(Collectors.joining(" and ")));
        refuseInSchema(
                given.schema().isPresent() && given.host().isPresent(),
                "Only one of --host and --schema may be specified");
        int named = given.operands().size() + (given.schema().isPresent() ? 1 : 0);
        refuseInSchema(
                named != command.operands().size(),
                command.text()
                        + (command.operands().size() == 1
                                ? " takes one schema"
                                : " takes two schemas")
                        + ": of a file, a driver or a PF");
    }

    private static void refuseInSchema(boolean wrong, String complaint) {
        if (wrong) {
            throw UsageException.ofSchema(complaint);
        }
    }

    private void freebsd() {
        boolean device = !given.devices().isEmpty();
        boolean file = !given.files().isEmpty();
        refuse(device && file, "Only one of the -d and -f flags may be specified");
        refuse(!device && !file && needsPf(), "Either the -d or -f flag must be specified");
        switch (given.action()) {
            case CONFIGURE -> {
                refuse(device, "-d flag cannot be used with the -C flag");
                refuse(!file, "The -f flag must be specified");
            }
            case STATUS, SCHEMA -> refuseWithAction(given.dryRun(), "-n");
            case NONE -> throw new UsageException();
            default -> {}
        }
    }

    private boolean needsPf() {
        return switch (given.action()) {
            case NONE, DELETE, STATUS, HAND_OVER -> true;
            case SCHEMA -> given.schema().isEmpty();
            case CONFIGURE,
                    LIST,
                    RECOVER,
                    DOCTOR,
                    DUMP,
                    SCHEMA_DIFF,
                    SCHEMA_DOCS,
                    JSON_SCHEMA,
                    COMPLETION,
                    HELP,
                    VERSION ->
                    false;
        };
    }

    private void ours() {
        Action action = given.action();
        boolean configure = action == Action.CONFIGURE;
        boolean delete = action == Action.DELETE;
        boolean offline = action == Action.SCHEMA || (configure && given.dryRun());
        refuseWithAction(given.dryRun() && !configure && !delete, "-n");
        refuseWithAction(given.plan() && !configure && !delete, "--plan");
        refuse(given.plan() && given.dryRun(), "Only one of -n and --plan may be specified");
        refuseWithAction(given.replace() && !configure, "--replace");
        refuseWithAction(given.boot() && !configure && !delete, "--boot");
        refuse(given.boot() && given.dryRun(), "Only one of -n and --boot may be specified");
        refuse(given.boot() && given.plan(), "Only one of --plan and --boot may be specified");
        refuse(given.boot() && given.files().isEmpty(), "--boot can only be used with the -f flag");
        refuse(
                !given.patience().isZero() && !(configure && given.boot()),
                "--wait can only be used with -C and --boot");
        refuseWithAction(
                given.destroyInUse() && !configure && !delete && action != Action.RECOVER,
                "--destroy-in-use");
        refuse(
                given.destroyInUse() && configure && !given.replace(),
                "--destroy-in-use can only be used with -D, or with -C and --replace");
        if (NO_PF.contains(action)) {
            refuseWithAction(!given.devices().isEmpty(), "-d");
            refuseWithAction(!given.files().isEmpty(), "-f");
        }
        schema(configure, offline);
        refuse(
                given.format() == OutputFormat.NVLIST && !offline,
                "--format nvlist can only be used with -S and -C -n");
        refuse(
                given.format() == OutputFormat.MDOC,
                "--format mdoc can only be used with schema docs");
        refuse(
                given.includeRoot().isPresent() && given.files().isEmpty(),
                "--include-root can only be used with the -f flag");
    }

    private void schema(boolean configure, boolean offline) {
        if (given.schema().isEmpty()) {
            return;
        }
        refuse(
                configure && !offline,
                "--schema checks without a host and can only be used with -C -n, or with -S");
        refuseWithAction(!offline, "--schema");
        refuse(given.host().isPresent(), "Only one of --host and --schema may be specified");
        if (!configure) {
            refuse(!given.devices().isEmpty(), "-d flag cannot be used with the --schema flag");
            refuse(
                    !given.files().isEmpty(),
                    "-f flag cannot be used with -S and the --schema flag");
        }
    }

    private void refuseWithAction(boolean wrong, String flag) {
        refuse(wrong, flag + " flag cannot be used with " + given.action().text());
    }

    private static void refuse(boolean wrong, String complaint) {
        if (wrong) {
            throw new UsageException(complaint);
        }
    }
}
