package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Devices that go away while they are read.
@EnabledOnOs(OS.LINUX)
class VanishingTest {
    @TempDir Path directory;

    /// Takes something away before one reading.
    private static final class VanishingSysfs extends RecordingSysfs {
        private final int moment;
        private final Runnable vanish;

        VanishingSysfs(SysfsTree tree, int moment, Runnable vanish) {
            super(tree);
            this.moment = moment;
            this.vanish = vanish;
        }

        @Override
        void before(int number, Path file) {
            if (number == moment) {
                vanish.run();
            }
        }
    }

    private SysfsTree tree;
    private Path parent;

    @BeforeEach
    void machine() throws IOException {
        tree = new SysfsTree(directory.resolve("machine"));
        Machines.igb(tree);
        Machines.idle(tree);
        parent = tree.sys().resolve("devices/pci0000:00/0000:00:03.0");
        Files.createDirectory(directory.resolve("away"));
    }

    private Path device(String address) {
        return tree.sys().resolve("bus/pci/devices").resolve(address);
    }

    /// Takes a function away: its directory, and the link of the bus to it. The link of its PF
    /// leads nowhere then.
    private void remove(String address) {
        try {
            Files.delete(device(address));
            Files.move(parent.resolve(address), directory.resolve("away").resolve(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore(String address) throws IOException {
        Files.move(directory.resolve("away").resolve(address), parent.resolve(address));
        Files.createSymbolicLink(device(address), parent.resolve(address));
    }

    private List<SysfsPf> readWithout(String address, int moment) throws IOException {
        List<SysfsPf> pfs =
                SysfsTree.inventory(new VanishingSysfs(tree, moment, () -> remove(address))).read();
        restore(address);
        return pfs;
    }

    private int readings() {
        var counting = new RecordingSysfs(tree);
        SysfsTree.inventory(counting).read();
        return counting.files().size();
    }

    /// At whichever moment VF 3 goes away: the other VFs are read in full, and VF 3 is left out or
    /// is what it was as far as it could still be read.
    @Test
    void aVfMayVanishBeforeAnyReading() throws IOException {
        SysfsPf before = tree.inventory().read().getLast();
        SysfsVf third = before.vfs().get(3);
        List<SysfsVf> others = before.vfs().stream().filter(vf -> vf.index() != 3).toList();
        var seen = EnumSet.noneOf(Seen.class);
        for (int moment = 0; moment < readings(); moment++) {
            List<SysfsPf> pfs = readWithout("0000:01:10.6", moment);
            assertThat(pfs).hasSize(2);
            List<SysfsVf> vfs = pfs.getLast().vfs();
            assertThat(vfs).filteredOn(vf -> vf.index() != 3).isEqualTo(others);
            seen.add(
                    vfs.stream()
                            .filter(vf -> vf.index() == 3)
                            .findFirst()
                            .map(vf -> vf.equals(third) ? Seen.WHOLE : Seen.PARTLY)
                            .orElse(Seen.GONE));
        }
        assertThat(seen).containsExactly(Seen.values());
    }

    private enum Seen {
        GONE,
        PARTLY,
        WHOLE
    }

    @Test
    void aPfMayVanishBeforeAnyReading() throws IOException {
        var seen = new TreeSet<Integer>();
        for (int moment = 0; moment < readings(); moment++) {
            List<SysfsPf> pfs = readWithout("0000:01:00.0", moment);
            assertThat(pfs).filteredOn(pf -> pf.address().bus() == 0x80).hasSize(1);
            seen.add(pfs.size());
        }
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void aLinkThatLeadsNowhereIsNoVf() {
        SysfsTree.delete(device("0000:01:10.6"));
        assertThat(tree.inventory().find("ens3").vfs())
                .extracting(SysfsVf::index)
                .containsExactly(0, 1, 2, 4, 5, 6);
    }

    @Test
    void theUsersOfAVfThatIsGoneAreNone() {
        List<SysfsVf> vfs = tree.inventory().find("ens3").vfs();
        SysfsTree.delete(tree.sys());
        assertThat(tree.users(Map::of).of(vfs).values())
                .hasSize(7)
                .allSatisfy(usage -> assertThat(usage.free()).isTrue());
    }

    @Test
    void readsWhileFunctionsComeAndGo() throws InterruptedException {
        Path place = parent.resolve("0000:01:10.6");
        Path away = directory.resolve("away/0000:01:10.6");
        var stop = new AtomicBoolean();
        var mutator =
                new Thread(() -> {
                    while (!stop.get()) {
                        place.toFile().renameTo(away.toFile());
                        away.toFile().renameTo(place.toFile());
                    }
                });
        mutator.start();
        try {
            for (int i = 0; i < 50; i++) {
                SysfsPf pf = tree.inventory().find("ens3");
                assertThat(pf.vfs()).hasSizeBetween(6, 7);
                tree.users(Map::of).of(pf.vfs());
            }
        } finally {
            stop.set(true);
            mutator.join();
        }
        assertThat(Files.exists(place)).isTrue();
    }
}
