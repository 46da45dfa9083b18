package io.sriov.cli;

import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.schema.config.ConfigDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Waits for the PFs that the files of a command name: while a system starts, drivers are loaded
/// and interfaces named at their own pace.
final class PfArrival {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /// Of the time that passes, one part is spent on looking and this many on letting others work:
    /// what is waited for needs the processor as well.
    private static final int REST = 4;

    private final Invocation invocation;

    PfArrival(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Waits until all are there, or patience is at its end. Files that cannot be read are left
    /// out: they are told of when it is their turn.
    ///
    /// @return whether all are there; who is missing has been told
    boolean await() {
        Duration patience = invocation.arguments().patience();
        long begin = System.nanoTime();
        Map<String, String> missing;
        try (Sriov sriov = Hosts.open(invocation);
                var progress = new ProgressLine(invocation)) {
            missing = missing(devices(), sriov.host());
            Duration pause = PAUSE;
            while (!missing.isEmpty() && System.nanoTime() - begin < patience.toNanos()) {
                String names = String.join(", ", missing.keySet());
                progress.started(names, "wait for " + names);
                if (!rest(pause)) {
                    break;
                }
                long looked = System.nanoTime();
                missing = missing(missing.keySet(), sriov.host());
                pause = pauseAfter(Duration.ofNanos(System.nanoTime() - looked));
            }
        }
        if (!missing.isEmpty()) {
            tell(missing, patience);
        }
        return missing.isEmpty();
    }

    private Set<String> devices() {
        var devices = new LinkedHashSet<String>();
        for (String word : invocation.arguments().files()) {
            for (Path file : files(word)) {
                document(file).flatMap(ConfigDocument::device).ifPresent(devices::add);
            }
        }
        return devices;
    }

    private List<Path> files(String word) {
        try {
            return ConfigFiles.named(invocation.arguments().about(word, false));
        } catch (CommandException _) {
            return List.of();
        }
    }

    private Optional<ConfigDocument> document(Path file) {
        try {
            return ConfigFiles.read(invocation.arguments().about(file.toString(), false)).stream()
                    .findFirst();
        } catch (CommandException _) {
            return Optional.empty();
        }
    }

    /// Why each of those that are not there is missing.
    private static Map<String, String> missing(Collection<String> devices, Host host) {
        var missing = new LinkedHashMap<String, String>();
        for (String device : devices) {
            why(device, host).ifPresent(why -> missing.put(device, why));
        }
        return missing;
    }

    /// A PF whose state cannot be read for other reasons is there.
    private static Optional<String> why(String device, Host host) {
        try {
            PfStatus status = host.physicalFunction(device).status();
            return status.driver().equals(PfStatus.NO_DRIVER)
                    ? Optional.of("no driver serves it")
                    : Optional.empty();
        } catch (HostException e) {
            return e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV
                    ? Optional.of("there is no such PF")
                    : Optional.empty();
        }
    }

    /// {@return how long to let others work after a look that took some time}
    private static Duration pauseAfter(Duration look) {
        Duration rest = look.multipliedBy(REST);
        return rest.compareTo(PAUSE) > 0 ? rest : PAUSE;
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void tell(Map<String, String> missing, Duration patience) {
        invocation
                .problems()
                .failure(
                        Failure.of(
                                "Not ready after "
                                        + patience.toSeconds()
                                        + " s: "
                                        + String.join(", ", missing.keySet()),
                                missing.entrySet().stream()
                                        .map(one -> one.getKey() + ": " + one.getValue())
                                        .toArray(String[]::new)));
    }
}
