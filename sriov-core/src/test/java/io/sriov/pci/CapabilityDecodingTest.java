package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Decoding of a real PF. The expected values are what `lspci -vvv` prints for the same bytes.
class CapabilityDecodingTest {
    private final ConfigSpaceImage config = Intel82576Dump.image();

    @Test
    void headerOfTheFunction() {
        ConfigHeader header = ConfigHeader.read(config);
        assertThat(header)
                .isEqualTo(
                        new ConfigHeader(0x8086, 0x10c9, 0x0407, 0x0010, 0x01, 0x020000, 0, true));
        assertThat(header.identified()).isTrue();
    }

    @Test
    void bothListsInTheirOrder() {
        CapabilityWalk walk = CapabilityWalk.of(config);
        assertThat(walk.defects()).isEmpty();
        assertThat(walk.capabilities())
                .containsExactly(
                        new Capability(false, 0x01, 0, 0x40),
                        new Capability(false, 0x05, 0, 0x50),
                        new Capability(false, 0x11, 0, 0x70),
                        new Capability(false, 0x10, 0, 0xa0),
                        new Capability(true, 0x0001, 1, 0x100),
                        new Capability(true, 0x0003, 1, 0x140),
                        new Capability(true, 0x000e, 1, 0x150),
                        new Capability(true, 0x0010, 1, 0x160));
    }

    @Test
    void sriovRegisters() {
        SriovCapability sriov = SriovCapability.find(config).orElseThrow();
        assertThat(sriov.offset()).isEqualTo(0x160);
        assertThat(sriov.version()).isEqualTo(1);
        assertThat(sriov.vfMigrationCapable()).isFalse();
        assertThat(sriov.ariCapableHierarchyPreserved()).isFalse();
        assertThat(sriov.vf10BitTagRequesterSupported()).isFalse();
        assertThat(sriov.vfEnable()).isTrue();
        assertThat(sriov.vfMigrationEnable()).isFalse();
        assertThat(sriov.vfMemorySpaceEnable()).isTrue();
        assertThat(sriov.ariCapableHierarchy()).isTrue();
        assertThat(sriov.vf10BitTagRequesterEnable()).isFalse();
        assertThat(sriov.initialVfs()).isEqualTo(8);
        assertThat(sriov.totalVfs()).isEqualTo(8);
        assertThat(sriov.numVfs()).isEqualTo(4);
        assertThat(sriov.functionDependencyLink()).isZero();
        assertThat(sriov.firstVfOffset()).isEqualTo(128);
        assertThat(sriov.vfStride()).isEqualTo(2);
        assertThat(sriov.vfDeviceId()).isEqualTo(0x10ca);
        assertThat(sriov.supportedPageSizes()).isEqualTo(0x553);
        assertThat(sriov.systemPageSize()).isEqualTo(1);
        assertThat(sriov)
                .hasToString(
                        "SR-IOV at 160h: VFs 4/8, enabled, ARI, offset 128, stride 2, VF device 10ca");
    }

    @Test
    void pageSizesByShift() {
        SriovCapability sriov = SriovCapability.find(config).orElseThrow();
        // 553h: 4 KiB, 8 KiB, 64 KiB, 256 KiB, 1 MiB, 4 MiB.
        assertThat(List.of(12, 13, 16, 18, 20, 22)).allMatch(sriov::supportsPageShift);
        assertThat(List.of(-1, 0, 11, 14, 15, 17, 21, 43, 44, 64))
                .noneMatch(sriov::supportsPageShift);
    }

    @Test
    void assignedVfBars() {
        assertThat(SriovCapability.find(config).orElseThrow().assignedVfBars())
                .containsExactly(
                        new VfBar(0, true, false, 0xb1a8_0000L, 0),
                        new VfBar(3, true, false, 0xb1a9_0000L, 0));
    }

    @Test
    void vfsOfTheFunctionAreWhereTheKernelSawThem() {
        VfRouting routing =
                SriovCapability.find(config)
                        .orElseThrow()
                        .routing(PciAddress.parse("09:00.0").routingId());
        // The 82576 puts the VFs of function 0 at 10.0, 10.2, 10.4 ... of its bus (Intel 82576
        // datasheet, §7.10.2.6.1).
        assertThat(List.of(routing.address(0, 0), routing.address(0, 1), routing.address(0, 3)))
                .hasToString("[0000:09:10.0, 0000:09:10.2, 0000:09:10.6]");
    }

    @Test
    void otherCapabilities() {
        MsixCapability msix = MsixCapability.find(config).orElseThrow();
        assertThat(msix.tableSize()).isEqualTo(10);
        assertThat(msix.enabled()).isTrue();
        assertThat(msix.functionMasked()).isFalse();
        assertThat(msix.tableBar()).isEqualTo(3);
        assertThat(msix.tableOffset()).isZero();
        assertThat(msix.pendingBitsBar()).isEqualTo(3);
        assertThat(msix.pendingBitsOffset()).isEqualTo(0x2000);

        PcieCapability pcie = PcieCapability.find(config).orElseThrow();
        assertThat(pcie.version()).isEqualTo(2);
        assertThat(pcie.portType()).isEqualTo(PcieCapability.PortType.ENDPOINT);
        assertThat(pcie.functionLevelReset()).isTrue();
        assertThat(pcie.transactionsPending()).isFalse();
        assertThat(pcie.ariForwardingSupported()).isFalse();
        assertThat(pcie.ariForwardingEnabled()).isFalse();

        AriCapability ari = AriCapability.find(config).orElseThrow();
        assertThat(ari.version()).isEqualTo(1);
        assertThat(ari.nextFunction()).isEqualTo(1);
        assertThat(ari.mfvcFunctionGroups()).isFalse();
        assertThat(ari.acsFunctionGroups()).isFalse();
        assertThat(ari.control()).isZero();

        assertThat(AcsCapability.find(config)).isEmpty();
    }

    @Test
    void aSnapshotDoesNotFollowTheDevice() {
        SriovCapability before = SriovCapability.find(config).orElseThrow();
        config.write16(0x160 + SriovCapability.NUM_VFS, 7);
        assertThat(before.numVfs()).isEqualTo(4);
        SriovCapability after = SriovCapability.read(config, 0x160);
        assertThat(after.numVfs()).isEqualTo(7);
        assertThat(after).isNotEqualTo(before);
        config.write16(0x160 + SriovCapability.NUM_VFS, 4);
        assertThat(SriovCapability.read(config, 0x160)).isEqualTo(before).hasSameHashCodeAs(before);
    }

    @Test
    void acsBitsAreThoseOfTheSpecification() {
        byte[] bytes = new byte[4096];
        ConfigSpaceImage acs = ConfigSpaceImage.of(bytes);
        acs.write32(0x100, 0x0001_000dL);
        acs.write16(0x104, 0x5f);
        acs.write16(0x106, 0x1d);
        AcsCapability decoded = AcsCapability.find(acs).orElseThrow();
        assertThat(decoded.offset()).isEqualTo(0x100);
        assertThat(decoded.supported())
                .containsExactly(
                        AcsCapability.Control.SOURCE_VALIDATION,
                        AcsCapability.Control.TRANSLATION_BLOCKING,
                        AcsCapability.Control.P2P_REQUEST_REDIRECT,
                        AcsCapability.Control.P2P_COMPLETION_REDIRECT,
                        AcsCapability.Control.UPSTREAM_FORWARDING,
                        AcsCapability.Control.DIRECT_TRANSLATED_P2P);
        assertThat(decoded.enabled())
                .containsExactly(
                        AcsCapability.Control.SOURCE_VALIDATION,
                        AcsCapability.Control.P2P_REQUEST_REDIRECT,
                        AcsCapability.Control.P2P_COMPLETION_REDIRECT,
                        AcsCapability.Control.UPSTREAM_FORWARDING);
    }

    @Test
    void aCapabilityCannotBeginAnywhere() {
        assertThatThrownBy(() -> SriovCapability.read(config, 0x162))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("354");
        assertThatThrownBy(() -> SriovCapability.read(config, 4096))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCapabilityAtTheVeryEndReadsAllOnesBeyondIt() {
        assertThat(SriovCapability.read(config, 4092).totalVfs()).isEqualTo(0xffff);
    }
}
