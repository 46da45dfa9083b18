package io.sriov.cli;

/// What the command does for one of its actions.
interface Verb {

    /// Does it.
    ///
    /// @param invocation what is asked for, and where the answer goes
    /// @return the exit status: 0 when everything asked for was done, else 1
    /// @throws CommandException when it cannot be done
    int run(Invocation invocation);

    /// {@return the verb that does what is asked for}
    ///
    /// @param arguments what is asked for
    static Verb of(Arguments arguments) {
        return switch (arguments.action()) {
            case CONFIGURE, DELETE -> change(arguments);
            case STATUS -> new PrintStatus();
            case SCHEMA -> new PrintSchema();
            case LIST -> new ListPfs();
            case HAND_OVER -> new PrintHandOvers();
            case RECOVER -> new Recover();
            case DOCTOR -> new Doctor();
            case DUMP -> new Dump();
            case SCHEMA_DIFF -> new CompareSchemas();
            case SCHEMA_DOCS, JSON_SCHEMA -> new DocumentSchema();
            case COMPLETION -> new PrintText(CompletionScript::text);
            case HELP -> new PrintText(() -> HelpText.text(arguments.operands()));
            case VERSION -> new PrintText(Version::text);
            case NONE -> throw new UsageException();
        };
    }

    private static Verb change(Arguments arguments) {
        if (arguments.boot()) {
            return new Boot();
        }
        boolean configure = arguments.action() == Action.CONFIGURE;
        if (arguments.dryRun()) {
            return configure ? new DryRun() : new DeleteDryRun();
        }
        return configure ? new Configure() : new Delete();
    }
}
