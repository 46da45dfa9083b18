package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.PfSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A schema that an operand names: that of a file, of a built-in driver, or of a PF of the host.
///
/// @param name whose it is: the file's name without its suffix, the driver's, or the PF's
/// @param schema the schema
record NamedSchema(String name, PfSchema schema) {

    /// {@return the schema of a word: a built-in driver's, else a file's where there is such a file
    /// or the word looks like one, else that of the PF of this name}
    ///
    /// @param word the word as typed
    /// @param invocation the command
    /// @throws CommandException when there is no such schema, or it is not valid
    static NamedSchema of(String word, Invocation invocation) {
        return of(word, invocation, Pf::schema);
    }

    /// {@return the same, with descriptions where a kernel, which publishes none, has a driver
    /// whose schema is built in}
    ///
    /// @param word the word as typed
    /// @param invocation the command
    /// @throws CommandException when there is no such schema, or it is not valid
    static NamedSchema described(String word, Invocation invocation) {
        return of(
                word,
                invocation,
                pf -> BuiltInDescriptions.added(Pf.schema(pf), Pf.status(pf).driver()));
    }

    private static NamedSchema of(
            String word, Invocation invocation, Function<PhysicalFunction, PfSchema> published) {
        if (OfflineSchema.exists(word) || !(OfflineSchema.isName(word) || isPlaceOfPf(word))) {
            return offline(word, invocation);
        }
        try (Sriov sriov = Hosts.open(invocation)) {
            PhysicalFunction pf = Pf.ofWord(word).open(sriov.host());
            return new NamedSchema(pf.device(), published.apply(pf));
        } catch (CommandException e) {
            throw notFound(word, e);
        }
    }

    /// {@return the schema that `--schema` names}
    ///
    /// @param word the word behind it
    /// @param invocation the command
    static NamedSchema offline(String word, Invocation invocation) {
        PfSchema schema = OfflineSchema.named(word, invocation.problems());
        String file = String.valueOf(ConfigFiles.path(word).getFileName());
        int dot = file.lastIndexOf('.');
        return new NamedSchema(dot > 0 ? file.substring(0, dot) : file, schema);
    }

    /// An address, or the path of a node, is a PF although it has dots or slashes.
    private static boolean isPlaceOfPf(String word) {
        return word.startsWith("/dev/") || word.startsWith("/sys/") || word.indexOf(':') >= 0;
    }

    private static CommandException notFound(String word, CommandException e) {
        if (e.failures().isEmpty()) {
            return e;
        }
        var details = new ArrayList<String>();
        for (Failure failure : e.failures()) {
            details.add(failure.message());
            details.addAll(failure.details());
        }
        details.add("nor is it a file, or one of the drivers " + OfflineSchema.drivers());
        return new CommandException(
                new Failure(
                        "There is no schema '" + word + "'",
                        null,
                        e.failures().getFirst().errno(),
                        List.copyOf(details)));
    }
}
