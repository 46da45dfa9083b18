package io.sriov.cli;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A PF as a command line names it.
///
/// @param word what the user typed behind `-d`, or the node of the device that a file names
/// @param node the path of the PF's node, which messages show
record Pf(String word, String node) {
    private static final String NODES = "/dev/iov/";

    /// The longest path that a kernel takes, with its NUL: `PATH_MAX` of FreeBSD.
    private static final int PATH_MAX = 1024;

    /// {@return the PFs that a command line names}
    ///
    /// @param arguments the command line
    /// @throws CommandException when a file does not say which PF it is for, or a name is too long
    static List<Pf> named(Arguments arguments) {
        var pfs = new ArrayList<Pf>();
        for (String device : arguments.devices()) {
            pfs.add(ofWord(device));
        }
        if (!arguments.files().isEmpty()) {
            for (ConfigDocument document : ConfigFiles.read(arguments)) {
                pfs.add(of(document.device().orElseThrow()));
            }
        }
        return pfs;
    }

    /// {@return the PF that a word names}
    ///
    /// @param word its name, address, or the path of its node, as typed
    /// @throws CommandException when the word is too long
    static Pf ofWord(String word) {
        Pf pf = new Pf(word, word.startsWith("/") ? word : NODES + word);
        if (pf.node.getBytes(StandardCharsets.UTF_8).length >= PATH_MAX) {
            throw new CommandException(Failure.of("Provided file name too long"));
        }
        return pf;
    }

    /// {@return the PF of a device that a configuration names}
    ///
    /// @param device its name
    static Pf of(String device) {
        return new Pf(NODES + device, NODES + device);
    }

    /// {@return this PF of a host}
    ///
    /// @param host the host
    /// @throws CommandException when the host has no such PF, or does not let us at it
    PhysicalFunction open(Host host) {
        try {
            if (node.startsWith(NODES) && node.indexOf('/', NODES.length()) < 0) {
                return host.physicalFunction(node.substring(NODES.length()));
            }
            for (PhysicalFunction pf : host.physicalFunctions()) {
                if (pf.node().equals(node)) {
                    return pf;
                }
            }
        } catch (HostException e) {
            return (e.errno() == Errno.ENOENT ? at(host) : Optional.<PhysicalFunction>empty())
                    .orElseThrow(() -> cannotOpen(e, host));
        }
        throw cannotOpen(shown(host), Errno.ENOENT, List.of(known(host.physicalFunctions(), host)));
    }

    /// The PF at the address that was typed, for hosts that do not know it by that.
    private Optional<PhysicalFunction> at(Host host) {
        return PciAddress.tryParse(word)
                .flatMap(address ->
                        host.physicalFunctions().stream()
                                .filter(pf -> isAt(pf, address))
                                .findFirst());
    }

    /// One that cannot be read hides no other.
    private static boolean isAt(PhysicalFunction pf, PciAddress address) {
        try {
            return pf.status().address().equals(address);
        } catch (HostException _) {
            return false;
        }
    }

    private String shown(Host host) {
        return node.startsWith(NODES) ? host.node(node.substring(NODES.length())) : node;
    }

    private CommandException cannotOpen(HostException e, Host host) {
        String shown = shown(host);
        if (!shown.startsWith(NODES)) {
            return cannotOpen(shown, e.errno(), List.of(String.valueOf(e.getMessage())));
        }
        return cannotOpen(
                shown,
                e.errno(),
                e.errno() == Errno.ENOENT
                        ? List.of(known(host.physicalFunctions(), host))
                        : List.of());
    }

    private static String known(List<PhysicalFunction> pfs, Host host) {
        return pfs.isEmpty()
                ? "host " + host.name() + " has no PF whose driver offers SR-IOV"
                : "the PFs of host "
                        + host.name()
                        + " are: "
                        + pfs.stream()
                                .map(PhysicalFunction::device)
                                .collect(Collectors.joining(", "));
    }

    private static CommandException cannotOpen(String name, Errno errno, List<String> details) {
        return new CommandException(
                new Failure(
                        "Could not open device '" + name + "': " + errno.freebsdText(),
                        null,
                        errno,
                        details));
    }

    /// {@return the schema that a PF's driver publishes}
    ///
    /// @param pf the PF
    /// @throws CommandException when the kernel does not give it
    static PfSchema schema(PhysicalFunction pf) {
        try {
            return pf.schema();
        } catch (HostException e) {
            throw Failures.exception("Could not fetch config schema", e);
        }
    }

    /// {@return a PF and its VFs as they are}
    ///
    /// @param pf the PF
    /// @throws CommandException when the kernel does not tell
    static PfStatus status(PhysicalFunction pf) {
        try {
            return pf.status();
        } catch (HostException e) {
            throw Failures.exception("Could not fetch SR-IOV status", e);
        }
    }
}
