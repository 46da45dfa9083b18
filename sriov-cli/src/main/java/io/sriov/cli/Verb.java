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
            case CONFIGURE -> arguments.dryRun() ? new DryRun() : new Configure();
            case DELETE -> arguments.dryRun() ? new DeleteDryRun() : new Delete();
            case STATUS -> new PrintStatus();
            case SCHEMA -> new PrintSchema();
            case LIST -> new ListPfs();
            case RECOVER -> new Recover();
            case COMPLETION -> new PrintText(CompletionScript::text);
            case HELP -> new PrintText(HelpText::text);
            case VERSION -> new PrintText(Version::text);
            case NONE -> throw new UsageException();
        };
    }
}
