package io.sriov.freebsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// What is believed of a status that a kernel gives.
class KernelStatusTest {
    private static Nvlist pf(int numVfs, int totalVfs) {
        return Nvlist.builder()
                .addString("device", "ix0")
                .addString("pci-location", "pci0:3:0:0")
                .addBool("enabled", numVfs > 0)
                .addNumber("num-vfs", numVfs)
                .addNumber("total-vfs", totalVfs)
                .build();
    }

    private static Nvlist vf(int index) {
        return Nvlist.builder()
                .addNumber("index", index)
                .addString("pci-location", "pci0:3:0:" + (128 + index))
                .addBool("attached", true)
                .addString("bound-driver", "ixv" + index)
                .addBool("passthrough", false)
                .build();
    }

    private static byte[] packed(long version, Nvlist pf, Nvlist... vfs) {
        Nvlist.Builder status = Nvlist.builder().addNumber("version", version).addNvlist("pf", pf);
        if (vfs.length > 0) {
            status.add("vfs", new NvValue.NvlistArray(List.of(vfs)));
        }
        return NvlistPacker.pack(status.build());
    }

    @Test
    void vfsAreInOrderWhateverTheKernelsIs() {
        KernelStatus status =
                KernelStatus.unpack(packed(1, pf(3, 64), vf(2), vf(0), vf(1))).orElseThrow();
        assertThat(status.location()).isEqualTo("pci0:3:0:0");
        assertThat(status.numVfs()).isEqualTo(3);
        assertThat(status.totalVfs()).isEqualTo(64);
        assertThat(status.vfs()).extracting(KernelStatus.Vf::index).containsExactly(0, 1, 2);
        assertThat(status.vfs().get(1).driver()).contains("ixv1");
    }

    @Test
    void namesMayBeSpelledOtherwise() {
        Nvlist pf =
                Nvlist.builder()
                        .addString("PCI_LOCATION", "pci0:3:0:0")
                        .addNumber("Num_VFs", 1)
                        .addNumber("totalVfs", 64)
                        .build();
        Nvlist vf =
                Nvlist.builder()
                        .addNumber("Index", 0)
                        .addString("pciLocation", "pci0:3:0:128")
                        .addBool("ATTACHED", false)
                        .addBool("pass-through", true)
                        .build();
        byte[] status =
                NvlistPacker.pack(
                        Nvlist.builder()
                                .addNumber("VERSION", 1)
                                .addNvlist("PF", pf)
                                .add("VFs", new NvValue.NvlistArray(List.of(vf)))
                                .build());
        assertThat(KernelStatus.unpack(status))
                .contains(
                        new KernelStatus(
                                "pci0:3:0:0",
                                1,
                                64,
                                List.of(
                                        new KernelStatus.Vf(
                                                0,
                                                "pci0:3:0:128",
                                                false,
                                                Optional.empty(),
                                                true))));
    }

    @Test
    void whatContradictsItselfOrIsOfAnotherVersionIsNotBelieved() {
        assertThat(KernelStatus.unpack(packed(1, pf(0, 64)))).isPresent();
        assertThat(KernelStatus.unpack(packed(2, pf(0, 64)))).as("version").isEmpty();
        assertThat(KernelStatus.unpack(packed(1, pf(65, 64)))).as("more than total").isEmpty();
        assertThat(KernelStatus.unpack(packed(1, pf(1, 64), vf(1)))).as("index").isEmpty();
        assertThat(KernelStatus.unpack(packed(1, pf(2, 64), vf(1), vf(1)))).as("twice").isEmpty();
        assertThat(KernelStatus.unpack(packed(1, pf(1, 0x1_0000), vf(0)))).as("total").isEmpty();
        assertThat(KernelStatus.unpack(packed(1, Nvlist.builder().build()))).as("pf").isEmpty();
        assertThat(KernelStatus.unpack(packed(1, pf(1, 64), Nvlist.builder().build())))
                .as("vf")
                .isEmpty();
        assertThat(KernelStatus.unpack(packed(1, pf(2, 64)))).as("no list of the VFs").isEmpty();
        assertThat(KernelStatus.unpack(new byte[0])).as("nothing").isEmpty();
    }

    @Property
    void anyBytesAreReadOrNotBelieved(@ForAll @Size(max = 200) List<Byte> bytes) {
        byte[] array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = bytes.get(i);
        }
        assertThat(KernelStatus.unpack(array)).isNotNull();
    }

    @Property
    void anyChangedByteLeavesSomethingSoundOrNothing(
            @ForAll @IntRange(max = 999) int at, @ForAll byte value) {
        byte[] status = packed(1, pf(2, 64), vf(0), vf(1));
        status[at % status.length] = value;
        KernelStatus.unpack(status)
                .ifPresent(found -> {
                    assertThat(found.numVfs()).isBetween(0, found.totalVfs());
                    List<Integer> indexes = new ArrayList<>();
                    found.vfs().forEach(vf -> indexes.add(vf.index()));
                    assertThat(indexes).doesNotHaveDuplicates().isSorted();
                });
    }
}
