package io.sriov.linux.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.HostException;
import io.sriov.pci.PciAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class InventoryProperties {
    private final Path directory;
    private final SysfsTree tree;
    private List<Path> files;

    InventoryProperties() throws IOException {
        directory = Files.createTempDirectory("inventory");
        tree = new SysfsTree(directory);
        files = List.of();
    }

    @BeforeProperty
    void machine() throws IOException {
        Assume.that(System.getProperty("os.name").equals("Linux"));
        Machines.switchdev(tree);
        Machines.idle(tree)
                .vf(0, 128, 2)
                .is("0x8086", "0x10ca", "0x020000")
                .group(24)
                .driver("vfio-pci")
                .child("vfio-dev", "vfio0");
        tree.process(7, "qemu").holds(1, "/dev/vfio/24");
        try (Stream<Path> all = Files.walk(directory)) {
            files =
                    all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                            .sorted()
                            .toList();
        }
    }

    @AfterProperty
    void clean() {
        SysfsTree.delete(directory);
    }

    /// What befalls an attribute or a link.
    enum Fault {
        DELETED,
        EMPTY,
        GARBAGE,
        DIRECTORY,
        LINK_TO_NOTHING,
        LINK_TO_ITSELF,
        LINK_TO_ROOT
    }

    private void befall(Path file, Fault fault, byte[] garbage) throws IOException {
        Files.delete(file);
        switch (fault) {
            case DELETED -> {}
            case EMPTY -> Files.createFile(file);
            case GARBAGE -> Files.write(file, garbage);
            case DIRECTORY -> Files.createDirectory(file);
            case LINK_TO_NOTHING -> Files.createSymbolicLink(file, Path.of("../nothing"));
            case LINK_TO_ITSELF -> Files.createSymbolicLink(file, file.getFileName());
            case LINK_TO_ROOT -> Files.createSymbolicLink(file, Path.of("/"));
        }
    }

    /// Befalls a file or link, lets something happen, and puts the file back.
    private void during(Path file, Fault fault, byte[] garbage, Runnable then) throws IOException {
        boolean link = Files.isSymbolicLink(file);
        Path target = link ? Files.readSymbolicLink(file) : file;
        byte[] bytes = link ? new byte[0] : Files.readAllBytes(file);
        befall(file, fault, garbage);
        try {
            then.run();
        } finally {
            Files.deleteIfExists(file);
            if (link) {
                Files.createSymbolicLink(file, target);
            } else {
                Files.write(file, bytes);
            }
        }
    }

    @Property(tries = 300)
    void nothingThatBefallsAnAttributeIsAnError(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 1_000_000) Integer> which,
            @ForAll("faults") Fault fault,
            @ForAll("texts") byte[] garbage)
            throws IOException {
        for (int i : which) {
            during(files.get(i % files.size()), fault, garbage, this::readsWithoutError);
        }
    }

    private void readsWithoutError() {
        List<SysfsPf> pfs = tree.inventory().read();
        assertThat(pfs).hasSizeLessThanOrEqualTo(2);
        for (SysfsPf pf : pfs) {
            sound(pf);
            assertThat(tree.users(Map::of).of(pf.vfs())).hasSizeLessThanOrEqualTo(pf.vfs().size());
        }
        assertThat(tree.inventory().names()).hasSizeLessThanOrEqualTo(2);
        try {
            sound(tree.inventory().find("mlx5_0"));
        } catch (HostException e) {
            assertThat(e).hasMessageContaining("mlx5_0");
        }
    }

    /// Whatever the attributes say, the values keep to their ranges and orders.
    private static void sound(SysfsPf pf) {
        assertThat(pf.function().vendorId()).isBetween(0, 0xffff);
        assertThat(pf.function().deviceId()).isBetween(0, 0xffff);
        assertThat(pf.function().classCode()).isBetween(0, 0xff_ffff);
        assertThat(pf.function().numaNode().orElse(0)).isNotNegative();
        assertThat(pf.sriov().numVfs().orElse(0)).isBetween(0, 0xffff);
        assertThat(pf.limit().kernel().orElse(0)).isBetween(0, 0xffff);
        assertThat(pf.vfs()).extracting(SysfsVf::index).isSorted().doesNotHaveDuplicates();
        assertThat(pf.vfs())
                .allSatisfy(vf -> assertThat(vf.function().numaNode().orElse(0)).isNotNegative());
        assertThat(pf.names()).isNotEmpty();
    }

    @Provide
    Arbitrary<Fault> faults() {
        return Arbitraries.oneOf(Arbitraries.just(Fault.GARBAGE), Arbitraries.of(Fault.class));
    }

    @Provide
    Arbitrary<byte[]> texts() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(64),
                Arbitraries.of(
                                "-1",
                                "0x",
                                "0xffffffffffffffff",
                                "99999999999999999999",
                                "65536",
                                "010",
                                "\n\n",
                                "ens3\0",
                                "../..",
                                "0000:01:00.0")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }

    @Property(tries = 300)
    void aNameIsFoundOrRefused(@ForAll String name) {
        Assume.that(PciAddress.tryParse(name).isEmpty());
        assertThatThrownBy(() -> tree.inventory().locate(name)).isInstanceOf(HostException.class);
    }

    @Property
    void numbersInsideNamesCountAsNumbers(
            @ForAll("numbers") String a, @ForAll("numbers") String b) {
        int order = new BigInteger(a).compareTo(new BigInteger(b));
        int names = NameOrder.BY_NUMBERS.compare("ens" + a + "f0", "ens" + b + "f0");
        if (order != 0) {
            assertThat(Integer.signum(names)).isEqualTo(order);
        } else {
            assertThat(names == 0).isEqualTo(a.equals(b));
        }
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25);
    }

    @Property
    void theOrderOfNamesIsAnOrder(
            @ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
        var order = NameOrder.BY_NUMBERS;
        assertThat(Integer.signum(order.compare(a, b)))
                .isEqualTo(-Integer.signum(order.compare(b, a)));
        assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
        if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
            assertThat(order.compare(a, c)).isNotPositive();
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("a0129").ofMaxLength(6);
    }
}
