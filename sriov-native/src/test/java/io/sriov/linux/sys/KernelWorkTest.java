package io.sriov.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.ffm.Libc;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class KernelWorkTest {
    private static final PciAddress PF = PciAddress.parse("0000:03:00.0");
    private static final PciAddress OTHER = PciAddress.parse("0000:04:00.0");
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    @TempDir private Path directory;

    private final CountDownLatch back = new CountDownLatch(1);
    private Path attribute;
    private KernelWork work;

    @BeforeEach
    void prepare() throws IOException {
        attribute = Files.writeString(directory.resolve("attribute"), "old");
        work = new KernelWork(new Sysfs(Libc.system(), directory), DEADLINE);
    }

    @AfterEach
    void letGo() {
        back.countDown();
    }

    private void hold() {
        try {
            back.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int run(PciAddress function, KernelWork.Task<Integer> task) throws LinuxErrorException {
        return work.run(Operation.CONFIGURE, function, "see dmesg", task);
    }

    private HostException stuck() {
        HostException refusal =
                catchThrowableOfType(
                        HostException.class,
                        () ->
                                run(
                                        PF,
                                        steps -> {
                                            steps.begin("waiting");
                                            hold();
                                            steps.write(attribute, "new");
                                            return 1;
                                        }));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    void whatComesOfItIsGivenBack() throws LinuxErrorException {
        assertThat(
                        run(
                                PF,
                                steps -> {
                                    steps.write(attribute, "new");
                                    return steps.changedAnything() ? 1 : 0;
                                }))
                .isEqualTo(1);
        assertThat(attribute).hasContent("new");
        assertThat(work.stuck(PF)).isEmpty();
    }

    @Test
    void refusalsPass() {
        Path absent = directory.resolve("absent");
        assertThatThrownBy(() ->
                        run(
                                PF,
                                steps -> {
                                    steps.write(absent, "new");
                                    return 1;
                                }))
                .isInstanceOfSatisfying(
                        LinuxErrorException.class,
                        e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
        assertThatThrownBy(() ->
                        run(
                                PF,
                                _ -> {
                                    throw new IllegalArgumentException("ours");
                                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ours");
        assertThat(absent).doesNotExist();
    }

    @Test
    void whatDoesNotComeBackIsGivenUpAndTakesNoFurtherStep() throws Exception {
        HostException refusal = stuck();
        assertThat(refusal.errno()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(refusal).hasMessageContaining("from waiting").hasMessageContaining("see dmesg");
        assertThat(work.stuck(PF)).contains("waiting");
        assertThat(work.stuck(OTHER)).isEmpty();
        assertThat(catchThrowableOfType(HostException.class, () -> run(PF, _ -> 1)))
                .isNotNull()
                .hasMessageContaining("under way in the kernel: waiting")
                .extracting(HostException::errno)
                .isEqualTo(Errno.EBUSY);
        assertThat(run(OTHER, _ -> 7)).as("another function's work").isEqualTo(7);
        back.countDown();
        while (work.stuck(PF).isPresent()) {
            Thread.sleep(5);
        }
        assertThat(attribute).hasContent("old");
        assertThat(run(PF, _ -> 8)).as("work once the kernel is back").isEqualTo(8);
    }

    /// All of it takes longer than the deadline.
    @Test
    void whatGoesOnIsWaitedFor() throws LinuxErrorException {
        var progress = new AtomicInteger();
        int done =
                work.run(
                        Operation.CONFIGURE,
                        PF,
                        "see dmesg",
                        progress::get,
                        _ -> {
                            for (int i = 0; i < 5; i++) {
                                sleep(DEADLINE.dividedBy(2));
                                progress.incrementAndGet();
                            }
                            return progress.get();
                        });
        assertThat(done).isEqualTo(5);
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The kernel has the thread, whatever the caller's thread is told.
    @Test
    void beingInterruptedEndsNothingAndIsNotForgotten() throws LinuxErrorException {
        Thread.currentThread().interrupt();
        assertThat(
                        run(
                                PF,
                                _ -> {
                                    sleep(Duration.ofMillis(50));
                                    return 3;
                                }))
                .isEqualTo(3);
        assertThat(Thread.interrupted()).isTrue();
    }

    private int read(String subject, Supplier<Integer> reading) {
        return work.read(Operation.GET_STATUS, subject, "somebody is at it", () -> 0, reading);
    }

    @Test
    void readingThatDoesNotComeBackIsTriedByOneThreadOnly() throws Exception {
        List<String> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(
                            catchThrowableOfType(
                                    HostException.class,
                                    () ->
                                            read(
                                                    "one",
                                                    () -> {
                                                        readers.add("reader");
                                                        hold();
                                                        return 1;
                                                    })))
                    .isNotNull()
                    .hasMessageContaining("somebody is at it")
                    .extracting(HostException::errno)
                    .isEqualTo(Errno.ETIMEDOUT);
        }
        assertThat(readers).hasSize(1);
        assertThat(read("another", () -> 2)).isEqualTo(2);
        back.countDown();
        int read = 0;
        while (read == 0) {
            try {
                read = read("one", () -> 4);
            } catch (HostException e) {
                Thread.sleep(5);
            }
        }
        assertThat(read).isEqualTo(4);
    }
}
