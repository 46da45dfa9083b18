package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private SysfsTree machine(int number) {
        var tree = new SysfsTree(directory.resolve(Integer.toString(number)));
        Machines.igb(tree);
        Machines.idle(tree);
        return tree;
    }

    private static Path device(SysfsTree tree, String address) {
        return tree.sys().resolve("bus/pci/devices").resolve(address);
    }

    /// Takes a function away as the kernel does: its directory, and the links to it.
    private static void remove(SysfsTree tree, String address) {
        Path root = tree.sys().resolve("devices/pci0000:00/0000:00:03.0");
        SysfsTree.delete(device(tree, address));
        SysfsTree.delete(root.resolve(address));
    }

    /// At whichever moment VF 3 goes away: the other VFs are read in full, and VF 3 is left out or
    /// is what it was as far as it could still be read.
    @Test
    void aVfMayVanishBeforeAnyReading() {
        SysfsTree whole = machine(-1);
        var counting = new RecordingSysfs(whole);
        List<SysfsPf> expected = SysfsTree.inventory(counting).read();
        int readings = counting.files().size();
        assertThat(readings).isGreaterThan(50);
        boolean seenGone = false;
        boolean seenPartly = false;
        boolean seenWhole = false;
        for (int moment = 0; moment < readings; moment++) {
            SysfsTree tree = machine(moment);
            List<SysfsPf> pfs =
                    SysfsTree.inventory(
                                    new VanishingSysfs(
                                            tree, moment, () -> remove(tree, "0000:01:10.6")))
                            .read();
            assertThat(pfs).hasSize(2);
            SysfsPf igb = pfs.getLast();
            SysfsPf before = expected.getLast();
            assertThat(igb.vfs())
                    .filteredOn(vf -> vf.index() != 3)
                    .isEqualTo(before.vfs().stream().filter(vf -> vf.index() != 3).toList());
            List<SysfsVf> third = igb.vfs().stream().filter(vf -> vf.index() == 3).toList();
            if (third.isEmpty()) {
                seenGone = true;
            } else {
                SysfsVf was = before.vfs().get(3);
                seenWhole |= third.getFirst().equals(was);
                seenPartly |= !third.getFirst().equals(was);
                assertThat(third.getFirst().function().deviceId()).isEqualTo(0x10ca);
            }
            SysfsTree.delete(directory.resolve(Integer.toString(moment)));
        }
        assertThat(seenGone).isTrue();
        assertThat(seenPartly).isTrue();
        assertThat(seenWhole).isTrue();
    }

    /// A PF takes its VFs along.
    @Test
    void aPfMayVanishBeforeAnyReading() {
        var counting = new RecordingSysfs(machine(-1));
        List<SysfsPf> expected = SysfsTree.inventory(counting).read();
        for (int moment = 0; moment < counting.files().size(); moment++) {
            SysfsTree tree = machine(moment);
            List<SysfsPf> pfs =
                    SysfsTree.inventory(
                                    new VanishingSysfs(
                                            tree,
                                            moment,
                                            () -> {
                                                for (SysfsVf vf : expected.getLast().vfs()) {
                                                    remove(
                                                            tree,
                                                            vf.function().address().toString());
                                                }
                                                remove(tree, "0000:01:00.0");
                                            }))
                            .read();
            assertThat(pfs).filteredOn(pf -> pf.address().bus() == 0x80).hasSize(1);
            assertThat(pfs).filteredOn(pf -> pf.address().bus() == 1).hasSizeLessThan(2);
            SysfsTree.delete(directory.resolve(Integer.toString(moment)));
        }
    }

    @Test
    void aLinkThatLeadsNowhereIsNoVf() {
        SysfsTree tree = machine(0);
        SysfsTree.delete(device(tree, "0000:01:10.6"));
        assertThat(tree.inventory().find("ens3").vfs())
                .extracting(SysfsVf::index)
                .containsExactly(0, 1, 2, 4, 5, 6);
    }

    @Test
    void theUsersOfAVfThatIsGoneAreNone() {
        SysfsTree tree = machine(0);
        List<SysfsVf> vfs = tree.inventory().find("ens3").vfs();
        SysfsTree.delete(tree.sys());
        assertThat(tree.users(Map::of).of(vfs).values())
                .hasSize(7)
                .allSatisfy(usage -> assertThat(usage.free()).isTrue());
    }

    @Test
    void readsWhileFunctionsComeAndGo() throws InterruptedException {
        SysfsTree tree = machine(0);
        Path place = tree.sys().resolve("devices/pci0000:00/0000:00:03.0/0000:01:10.6");
        Path away = directory.resolve("away");
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
            for (int i = 0; i < 200; i++) {
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
