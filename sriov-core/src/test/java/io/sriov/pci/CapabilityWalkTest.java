package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityWalkTest {
    private final ConfigSpaceImage config = ConfigSpaceImage.of(new byte[4096]);

    private void conventional(int pointer) {
        config.write16(ConfigHeader.STATUS, ConfigHeader.STATUS_CAPABILITIES_LIST);
        config.write(ConfigHeader.CAPABILITIES_POINTER, 1, pointer);
    }

    @Test
    void noListWithoutTheStatusBit() {
        config.write(ConfigHeader.CAPABILITIES_POINTER, 1, 0x40);
        config.write16(0x40, 0x0010);
        assertThat(CapabilityWalk.of(config).capabilities()).isEmpty();
    }

    @Test
    void theLowTwoBitsOfPointersAreReserved() {
        conventional(0x43);
        config.write16(0x40, 0x5310);
        config.write16(0x50, 0x0011);
        assertThat(CapabilityWalk.of(config).capabilities())
                .extracting(Capability::offset)
                .containsExactly(0x40, 0x50);
    }

    @Test
    void aLoopEndsTheListAndIsReported() {
        conventional(0x40);
        config.write16(0x40, 0x5010);
        config.write16(0x50, 0x4011);
        CapabilityWalk walk = CapabilityWalk.of(config);
        assertThat(walk.capabilities()).extracting(Capability::id).containsExactly(0x10, 0x11);
        assertThat(walk.defects()).containsExactly("the pointer at 50h leads back to 40h");
    }

    @Test
    void aPointerIntoTheHeaderEndsTheList() {
        conventional(0x40);
        config.write16(0x40, 0x1010);
        CapabilityWalk walk = CapabilityWalk.of(config);
        assertThat(walk.find(0x10)).isPresent();
        assertThat(walk.defects()).containsExactly("the pointer at 40h leads to 10h, below 40h");
    }

    @Test
    void anExtendedPointerIntoTheConventionalPartEndsTheList() {
        config.write32(0x100, 0x0401_000eL);
        CapabilityWalk walk = CapabilityWalk.of(config);
        assertThat(walk.findExtended(0x0e)).contains(new Capability(true, 0x0e, 1, 0x100));
        assertThat(walk.defects()).containsExactly("the pointer at 100h leads to 40h, below 100h");
    }

    @Test
    void anExtendedLoopEndsTheList() {
        config.write32(0x100, 0x1401_000eL);
        config.write32(0x140, 0x1001_0010L);
        CapabilityWalk walk = CapabilityWalk.of(config);
        assertThat(walk.capabilities()).hasSize(2);
        assertThat(walk.defects()).containsExactly("the pointer at 140h leads back to 100h");
    }

    @Test
    void nullCapabilitiesAreLinksLikeOthers() {
        config.write32(0x100, 0x1400_0000L);
        config.write32(0x140, 0x0001_0010L);
        assertThat(CapabilityWalk.of(config).findExtended(0x10)).isPresent();
    }

    @Test
    void emptyExtendedLists() {
        assertThat(CapabilityWalk.of(config)).isEqualTo(new CapabilityWalk(List.of(), List.of()));
        config.write32(0x100, 0x0000_ffffL);
        assertThat(CapabilityWalk.of(config).capabilities()).isEmpty();
        assertThat(CapabilityWalk.of(config).defects()).isEmpty();
    }

    @Test
    void aTruncatedSpaceReadsAsOnesAndEndsTheList() {
        conventional(0xf8);
        ConfigSpaceImage head = ConfigSpaceImage.of(Arrays.copyOf(config.toBytes(), 64));
        CapabilityWalk walk = CapabilityWalk.of(head);
        assertThat(walk.capabilities()).isEmpty();
        assertThat(walk.defects()).containsExactly("the capability at f8h reads all ones");
    }

    @Test
    void nothingIsFoundWhereNoFunctionAnswers() {
        CapabilityWalk walk = CapabilityWalk.of(ConfigSpaceImage.of(new byte[0]));
        assertThat(walk.capabilities()).isEmpty();
        assertThat(walk.defects()).isEmpty();
    }
}
