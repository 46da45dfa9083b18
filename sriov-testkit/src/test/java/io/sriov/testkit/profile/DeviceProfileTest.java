package io.sriov.testkit.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.AriCapability;
import io.sriov.pci.ConfigHeader;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.MsixCapability;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfBar;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PortModel;
import io.sriov.testkit.sim.bus.SimulatedBus;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the registers of each profile say, beside what lspci(8) printed of such a device.
class DeviceProfileTest {
    private static final RoutingId PF = RoutingId.of(3, 0, 0);
    private static final Pattern REGION =
            Pattern.compile("(\\d): (\\d+)-bit (pref|nonpref) (\\d+)([KMG])");

    private static SimulatedBus bus(DeviceProfile profile) {
        return SimulatedBus.builder()
                .port(
                        PortModel.builder()
                                .secondaryBus(3)
                                .subordinateBus(4)
                                .window(new BridgeWindow(0x40_0000_0000L, 1L << 40))
                                .build())
                .function(3, 0, profile.hardware())
                .build();
    }

    private static DeviceProfile profile(String name) {
        return DeviceProfile.named(name).orElseThrow();
    }

    /// `ARIHierarchy` is the state in which the listing was made.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    82576      | 8086:10c9 | 0200 | 10  | + | Total VFs: 8   | VF offset: 128, stride: 2, Device ID: 10ca | 00000553
                    82599      | 8086:10fb | 0200 | 64  | + | Total VFs: 64  | VF offset: 128, stride: 2, Device ID: 10ed | 00000553
                    x550       | 8086:1563 | 0200 | 64  | + | Total VFs: 64  | VF offset: 128, stride: 2, Device ID: 1565 | 00000553
                    x550       | 8086:1563 | 0200 | 64  | - | Total VFs: 64  | VF offset: 384, stride: 2, Device ID: 1565 | 00000553
                    x710       | 8086:1572 | 0200 | 129 | + | Total VFs: 64  | VF offset: 16, stride: 1, Device ID: 154c  | 00000553
                    xxv710     | 8086:158b | 0200 | 129 | + | Total VFs: 64  | VF offset: 16, stride: 1, Device ID: 154c  | 00000553
                    connectx-5 | 15b3:1017 | 0200 | 64  | + | Total VFs: 8   | VF offset: 2, stride: 1, Device ID: 1018   | 000007ff
                    connectx-7 | 15b3:1021 | 0200 | 64  | + | Total VFs: 16  | VF offset: 2, stride: 1, Device ID: 101e   | 000007ff
                    qemu-nvme  | 1b36:0010 | 0108 | 173 | + | Total VFs: 127 | VF offset: 1, stride: 1, Device ID: 0010   | 00000553
                    pm173x     | 144d:a824 | 0108 | 130 | - | Total VFs: 32  | VF offset: 2, stride: 1, Device ID: a824   | 00000553
                    flex-170   | 8086:56c0 | 0380 | 64  | + | Total VFs: 31  | VF offset: 1, stride: 1, Device ID: 56c0   | 00000553
                    """)
    void registersSayWhatLspciPrinted(
            String name,
            String ids,
            String classCode,
            int msix,
            String ari,
            String totalVfs,
            String placement,
            String pageSizes) {
        ConfigSpace config = bus(profile(name)).configSpace(PF);
        int at = SriovCapability.find(config).orElseThrow().offset();
        if (ari.equals("+")) {
            config.write16(
                    at + SriovCapability.CONTROL, SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
        }
        SriovCapability sriov = SriovCapability.read(config, at);
        ConfigHeader header = ConfigHeader.read(config);
        assertThat("%04x:%04x".formatted(header.vendorId(), header.deviceId())).isEqualTo(ids);
        assertThat("%04x".formatted((int) (config.read32(ConfigHeader.REVISION_ID) >> 16)))
                .isEqualTo(classCode);
        assertThat(MsixCapability.find(config).orElseThrow().tableSize()).isEqualTo(msix);
        assertThat("Total VFs: " + sriov.totalVfs()).isEqualTo(totalVfs);
        assertThat(
                        "VF offset: %d, stride: %d, Device ID: %04x"
                                .formatted(
                                        sriov.firstVfOffset(),
                                        sriov.vfStride(),
                                        sriov.vfDeviceId()))
                .isEqualTo(placement);
        assertThat("%08x".formatted(sriov.supportedPageSizes())).isEqualTo(pageSizes);
        assertThat(AriCapability.find(config)).isPresent();
    }

    /// Regions as lspci(8) and the kernel printed them; those of VFs are one VF's.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    82576      | 0: 32-bit nonpref 128K, 1: 32-bit nonpref 128K, 3: 64-bit nonpref 16K | 0: 64-bit pref 16K, 3: 64-bit pref 16K
                    x550       | 0: 64-bit pref 4M, 4: 64-bit pref 16K  | 0: 64-bit nonpref 16K, 3: 64-bit nonpref 16K
                    x710       | 0: 64-bit pref 8M, 3: 64-bit pref 32K  | 0: 64-bit pref 64K, 3: 64-bit pref 16K
                    xxv710     | 0: 64-bit pref 16M, 3: 64-bit pref 32K | 0: 64-bit pref 64K, 3: 64-bit pref 16K
                    connectx-5 | 0: 64-bit pref 32M                     | 0: 64-bit pref 1M
                    qemu-nvme  | 0: 64-bit nonpref 32K                  | 0: 64-bit nonpref 16K
                    pm173x     | 0: 64-bit nonpref 32K                  | 0: 64-bit nonpref 32K
                    flex-170   | 0: 64-bit pref 16M, 2: 64-bit pref 16G | 0: 64-bit pref 16M, 2: 64-bit pref 8G
                    """)
    void regionsHaveTheSizesThatWerePrinted(String name, String regions, String vfRegions) {
        ConfigSpace config = bus(profile(name)).configSpace(PF);
        int at = SriovCapability.find(config).orElseThrow().offset();
        checkRegions(config, ConfigHeader.BAR0, regions);
        checkRegions(config, at + SriovCapability.VF_BAR0, vfRegions);
    }

    private static void checkRegions(ConfigSpace config, int first, String regions) {
        for (MatchResult region : REGION.matcher(regions).results().toList()) {
            int register = first + 4 * Integer.parseInt(region.group(1));
            long was = config.read32(register);
            boolean wide = region.group(2).equals("64");
            assertThat(VfBar.is64Bit(was)).isEqualTo(wide);
            assertThat((was & VfBar.PREFETCHABLE) != 0).isEqualTo(region.group(3).equals("pref"));
            config.write32(register, 0xffff_ffffL);
            long sized = config.read32(register) & ~0xfL;
            if (wide) {
                config.write32(register + 4, 0xffff_ffffL);
                sized |= config.read32(register + 4) << 32;
            } else {
                sized |= -1L << 32;
            }
            int shift = 10 * (1 + "KMG".indexOf(region.group(5)));
            assertThat(-sized).isEqualTo(Long.parseLong(region.group(4)) << shift);
        }
    }

    @Test
    void namesAreThoseOfOneDeviceEach() {
        assertThat(DeviceProfile.all())
                .extracting(DeviceProfile::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]+"));
        assertThat(DeviceProfile.named("X710")).isEmpty();
    }

    @Test
    void aFirmwareSettingIsWhatTotalVfsSays() {
        ConfigSpace config = bus(profile("connectx-5").withFirmwareVfs(127)).configSpace(PF);
        assertThat(SriovCapability.find(config).orElseThrow().totalVfs()).isEqualTo(127);
        assertThat(SriovCapability.find(config).orElseThrow().initialVfs()).isEqualTo(127);
    }
}
