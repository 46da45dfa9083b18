package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class CapabilityWalkProperties {
    /// A configuration space that counts its reads and is otherwise noise.
    private static final class Counting implements ConfigSpace {
        private final ConfigSpaceImage image;
        private int reads;

        Counting(byte[] bytes) {
            image = ConfigSpaceImage.of(bytes);
        }

        @Override
        public long read(int offset, int width) {
            reads++;
            return image.read(offset, width);
        }

        @Override
        public void write(int offset, int width, long value) {
            throw new AssertionError("a walk writes nothing");
        }
    }

    @Property(tries = 300)
    void anyBytesEndInBoundedReadsAndSoundOffsets(@ForAll @Size(4096) byte[] bytes) {
        Counting config = new Counting(bytes);
        CapabilityWalk walk = CapabilityWalk.of(config);
        assertThat(config.reads).isLessThanOrEqualTo(2 + 48 + 960);
        assertThat(walk.capabilities())
                .allSatisfy(c -> {
                    assertThat(c.offset() % 4).isZero();
                    assertThat(c.offset())
                            .isBetween(c.extended() ? 0x100 : 0x40, c.extended() ? 0xffc : 0xfc);
                });
        assertThat(walk.capabilities()).extracting(Capability::offset).doesNotHaveDuplicates();
        SriovCapability.find(config)
                .ifPresent(c -> assertThat(c.assignedVfBars()).hasSizeLessThanOrEqualTo(6));
        PcieCapability.find(config).ifPresent(c -> assertThat(c.portType()).isNotNull());
        MsixCapability.find(config).ifPresent(c -> assertThat(c.tableSize()).isBetween(1, 2048));
    }
}
