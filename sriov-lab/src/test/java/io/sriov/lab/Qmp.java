package io.sriov.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The monitor of the machine's own QEMU, by which a test takes devices away and adds them.
///
/// QEMU's monitor is at the other end of the guest's second serial port. It speaks QMP, the QEMU
/// Machine Protocol (QEMU's `docs/interop/qmp-spec.rst`): one JSON object on each line; a command
/// is `{"execute": NAME, "arguments": {...}, "id": ID}`, its answer has the same `id` and either
/// `return` or `error`, and an object with `event` may come at any time.
///
/// QEMU greets as soon as it runs. Until the guest has told its port not to, the port sends back
/// what it receives, so that QEMU may have got a part of its own greeting as the beginning of a
/// command: a byte that ends any such comes before the first command. Lines that are neither
/// answers nor events are passed over.
///
/// There is one line for all tests: [#open()] always gives the same. Thread-safe.
final class Qmp {
    private static final Path LINE = Path.of("/dev/ttyS1");
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    /// A byte that no UTF-8 text has: QEMU drops what it has received of a command and begins anew.
    private static final byte RESET = (byte) 0xff;

    private static @Nullable Qmp opened;

    private final OutputStream out;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private int commands;

    private Qmp(FileChannel in, FileChannel out) {
        this.out = Channels.newOutputStream(out);
        Thread.ofPlatform().daemon().name("qmp").start(() -> sort(in));
    }

    /// {@return the monitor, ready for commands}
    static synchronized Qmp open() {
        if (opened == null) {
            try {
                opened =
                        new Qmp(
                                FileChannel.open(LINE, StandardOpenOption.READ),
                                FileChannel.open(LINE, StandardOpenOption.WRITE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            opened.send(RESET);
            opened.execute("qmp_capabilities", Map.of());
        }
        return opened;
    }

    /// Puts every line that is an answer or an event where it is waited for.
    private void sort(FileChannel in) {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<JsonNode> message = parse(line);
                message.filter(m -> m.has("id")).ifPresent(answers::add);
                message.filter(m -> m.has("event")).ifPresent(events::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(JSON.readTree(line));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// Has QEMU carry out a command, and waits for its answer for up to 30 s.
    ///
    /// @param command such as `device_del`
    /// @param arguments the command's arguments by name
    /// @return what the answer's `return` holds
    /// @throws AssertionError if QEMU refuses the command or does not answer
    synchronized JsonNode execute(String command, Map<String, ?> arguments) {
        int id = ++commands;
        Map<String, ?> message = Map.of("execute", command, "arguments", arguments, "id", id);
        events.clear();
        send((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
        JsonNode answer =
                await(answers, ANSWER, a -> a.get("id").asInt() == id)
                        .orElseThrow(() -> new AssertionError("QEMU does not answer " + message));
        if (!answer.has("return")) {
            throw new AssertionError("QEMU refuses " + message + ": " + answer.get("error"));
        }
        return answer.get("return");
    }

    private void send(byte... bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for an event that comes after the last command was sent; those before it are
    /// forgotten.
    ///
    /// @param name such as `DEVICE_DELETED`
    /// @param wanted whether the event's `data`, a missing node where it has none, is what is
    ///   waited for
    /// @param timeout how long to wait
    /// @return the event's `data`
    /// @throws AssertionError if it does not come in time
    JsonNode awaitEvent(String name, Predicate<JsonNode> wanted, Duration timeout) {
        return await(
                        events,
                        timeout,
                        event ->
                                event.get("event").asString().equals(name)
                                        && wanted.test(event.path("data")))
                .map(event -> event.path("data"))
                .orElseThrow(() -> new AssertionError("no event " + name + " within " + timeout));
    }

    private static Optional<JsonNode> await(
            BlockingQueue<JsonNode> queue, Duration timeout, Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                JsonNode next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null || wanted.test(next)) {
                    return Optional.ofNullable(next);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for QEMU");
        }
    }
}
