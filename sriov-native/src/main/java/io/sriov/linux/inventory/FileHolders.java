package io.sriov.linux.inventory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which processes have device files or VFIO devices open: the links in `/proc/PID/fd`, see
/// proc_pid_fd(5).
///
/// Only root sees the files of every process. Processes of other PID namespaces than that of
/// `/proc` are not seen by anybody and are not missed.
final class FileHolders {
    /// What the kernel appends to the name of a file that has been removed.
    private static final String DELETED = " (deleted)";

    /// A process.
    ///
    /// @param pid its number
    /// @param name its name, fit for a message
    record Holder(long pid, String name) {}

    private final Map<String, List<Holder>> holders = new HashMap<>();
    private final Map<Holder, VfioDeviceFiles> vfio = new LinkedHashMap<>();
    private int unseen;

    private FileHolders() {}

    /// Looks once at every open file.
    ///
    /// @param proc where `/proc` is
    /// @param files the files to look for
    static FileHolders of(Path proc, Set<String> files) {
        var found = new FileHolders();
        if (files.isEmpty()) {
            return found;
        }
        boolean first = false;
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(proc, FileHolders::isProcess)) {
            for (Path process : processes) {
                first |= process.endsWith("1");
                found.look(process, files);
            }
        } catch (IOException | DirectoryIteratorException _) {
            found.unseen++;
        }
        // Process 1 is always there: where it is not shown, neither are others (mount option
        // hidepid).
        if (!first) {
            found.unseen++;
        }
        return found;
    }

    private static boolean isProcess(Path entry) {
        String name = entry.getFileName().toString();
        return name.length() <= 18 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void look(Path process, Set<String> files) {
        var held = new LinkedHashSet<String>();
        var devices = new VfioDeviceFiles();
        boolean seen = true;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                seen &= target(process, descriptor, files, held, devices);
            }
        } catch (IOException | DirectoryIteratorException _) {
            seen = false;
        }
        boolean hasDevices = devices.unnamed() > 0 || !devices.named().isEmpty();
        if (!held.isEmpty() || hasDevices) {
            var holder =
                    new Holder(Long.parseLong(process.getFileName().toString()), name(process));
            if (hasDevices) {
                vfio.put(holder, devices);
            }
            held.forEach(file -> holders.computeIfAbsent(file, _ -> new ArrayList<>()).add(holder));
        }
        if (!seen && Files.exists(process)) {
            unseen++;
        }
    }

    /// Notes the file behind a descriptor if it is one of those looked for.
    ///
    /// @return whether the descriptor could be read, or is gone
    private static boolean target(
            Path process,
            Path descriptor,
            Set<String> files,
            Set<String> held,
            VfioDeviceFiles devices) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            String file =
                    target.endsWith(DELETED)
                            ? target.substring(0, target.length() - DELETED.length())
                            : target;
            if (files.contains(file)) {
                held.add(file);
            }
            devices.note(process, descriptor.getFileName().toString(), file);
            return true;
        } catch (IOException _) {
            return !Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static String name(Path process) {
        try {
            byte[] name = Files.readAllBytes(process.resolve("comm"));
            return Printable.of(new String(name, StandardCharsets.UTF_8).strip());
        } catch (IOException _) {
            return "?";
        }
    }

    /// {@return the processes that have a file open}
    List<Holder> of(String file) {
        return holders.getOrDefault(file, List.of());
    }

    /// {@return the processes that have VFIO devices open which they have opened through groups}
    Map<Holder, VfioDeviceFiles> vfioDevices() {
        return Collections.unmodifiableMap(vfio);
    }

    /// {@return whether there are processes whose files the caller may not see}
    boolean incomplete() {
        return unseen > 0;
    }
}
