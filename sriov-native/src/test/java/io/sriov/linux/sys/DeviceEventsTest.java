package io.sriov.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DeviceEventsTest {
    /// `NETLINK_KOBJECT_UEVENT`, and the kernel's group, as the kernel's own table shows them.
    private static final String PROTOCOL = "15";

    private static final String GROUPS = "00000001";

    private final DeviceEvents events =
            new DeviceEvents(Sockets.system(), Libc.system(), Duration.ofSeconds(2));

    /// How many sockets of this process the kernel sends events of devices to, by proc(5).
    private static long listeners() {
        try {
            Set<String> own = new HashSet<>();
            try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (Path descriptor : open) {
                    if (Files.isSymbolicLink(descriptor)) {
                        own.add(Files.readSymbolicLink(descriptor).toString());
                    }
                }
            }
            return Files.readAllLines(Path.of("/proc/thread-self/net/netlink")).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words[1].equals(PROTOCOL) && words[3].equals(GROUPS))
                    .filter(words -> own.contains("socket:[" + words[words.length - 1] + "]"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itListensToTheKernelWhileItWaits() {
        assertThat(events.await(DeviceEventsTest::listeners, 1)).isTrue();
        assertThat(listeners()).as("sockets that are left").isZero();
    }

    @Test
    void whatIsThereIsNotWaitedFor() {
        var looks = new AtomicLong();
        assertThat(events.await(looks::incrementAndGet, 1)).isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void whatDoesNotComeIsGivenUp() {
        var patient = new DeviceEvents(Sockets.system(), Libc.system(), Duration.ofMillis(300));
        assertThat(patient.await(() -> 3, 4)).isFalse();
        assertThat(listeners()).as("sockets that are left").isZero();
    }
}
