package io.sriov.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/// What a command line asks for; it makes sense as a whole.
@Value.Immutable
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        jdk9Collections = false)
abstract class Arguments {

    /// When messages are coloured.
    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    /// {@return what to do}
    @Value.Default
    Action action() {
        return Action.NONE;
    }

    /// {@return the PFs named by `-d`, as typed}
    abstract List<String> devices();

    /// {@return the files and directories named by `-f`, as typed}
    abstract List<String> files();

    /// {@return the words that are no options, as typed, where the action takes such; for
    /// [Action#HELP] the command that the help is about}
    abstract List<String> operands();

    /// {@return whether nothing is to be done, `-n`}
    @Value.Default
    boolean dryRun() {
        return false;
    }

    /// {@return whether only the plan is to be shown}
    @Value.Default
    boolean plan() {
        return false;
    }

    /// {@return whether VFs that nobody uses may be destroyed for a changed configuration}
    @Value.Default
    boolean replace() {
        return false;
    }

    /// {@return whether VFs in use may be destroyed}
    @Value.Default
    boolean destroyInUse() {
        return false;
    }

    /// {@return whether each file is for itself, as when a system starts or stops}
    @Value.Default
    boolean boot() {
        return false;
    }

    /// {@return how long to wait for PFs that are not there yet}
    @Value.Default
    Duration patience() {
        return Duration.ZERO;
    }

    /// {@return the host as typed: `sim:machine.json`}
    abstract Optional<String> host();

    /// {@return the schema as typed: a file's name or a driver's}
    abstract Optional<String> schema();

    /// {@return the form of the output}
    @Value.Default
    OutputFormat format() {
        return OutputFormat.TEXT;
    }

    /// {@return the directory that includes may not leave, as typed}
    abstract Optional<String> includeRoot();

    /// {@return when messages are coloured}
    @Value.Default
    Color color() {
        return Color.AUTO;
    }

    /// {@return the same about one file, as if it alone had been named}
    ///
    /// @param file the file
    /// @param replaceVfs whether VFs that nobody uses may be destroyed
    Arguments about(String file, boolean replaceVfs) {
        return builder()
                .from(this)
                .files(List.of(file))
                .replace(replaceVfs)
                .boot(false)
                .patience(Duration.ZERO)
                .build();
    }

    /// {@return a builder}
    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ImmutableArguments.Builder {}
}
