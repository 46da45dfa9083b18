package io.sriov.testkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.schema.MacAddress;
import io.sriov.testkit.sim.bus.BridgeWindow;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The VF attributes of rtnetlink: `do_setvfinfo`, `rtnl_set_vf_rate` and `rtnl_fill_vf` in Linux's
/// `net/core/rtnetlink.c`, and what PF drivers say.
class RtnetlinkRulesTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:01:02").orElseThrow();
    private static final MacAddress ZERO = MacAddress.parse("00:00:00:00:00:00").orElseThrow();
    private static final MacAddress GROUP = MacAddress.parse("01:00:5e:00:00:01").orElseThrow();

    private static final String PF = LinuxMachines.PF;
    private static final String LINK = LinuxMachines.LINK;

    /// A kernel with two VFs, the PF's interface up.
    private static SimulatedLinux linux(PciDriver igb) {
        SimulatedLinux linux = LinuxMachines.linux(igb);
        linux.setUp(LINK, true);
        linux.write(PF + "sriov_numvfs", "2");
        return linux;
    }

    private static Errno refusal(SimulatedLinux linux, long vf, VfSetting setting) {
        SyscallException refusal =
                catchThrowableOfType(SyscallException.class, () -> linux.setVf(LINK, vf, setting));
        assertThat(refusal).as("what comes of %s", setting).isNotNull();
        return refusal.errno();
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(VfOperation.MAC, new VfSetting.Mac(MAC)),
                Arguments.of(VfOperation.VLAN, new VfSetting.Vlan(7, 0, 0x8100)),
                Arguments.of(VfOperation.RATE, new VfSetting.Rate(0, 100)),
                Arguments.of(VfOperation.RATE, new VfSetting.TxRate(100)),
                Arguments.of(VfOperation.GET_CONFIG, new VfSetting.TxRate(100)),
                Arguments.of(VfOperation.SPOOF_CHECK, new VfSetting.SpoofCheck(true)),
                Arguments.of(
                        VfOperation.LINK_STATE, new VfSetting.LinkState(VfSetting.Link.DISABLE)),
                Arguments.of(VfOperation.RSS_QUERY, new VfSetting.RssQuery(true)),
                Arguments.of(VfOperation.TRUST, new VfSetting.Trust(true)),
                Arguments.of(VfOperation.GUID, new VfSetting.NodeGuid(1)),
                Arguments.of(VfOperation.GUID, new VfSetting.PortGuid(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void whatADriverHasNoOperationForIsNotSupported(VfOperation operation, VfSetting setting) {
        List<VfOperation> others =
                Stream.of(VfOperation.values()).filter(other -> other != operation).toList();
        SimulatedLinux without = linux(LinuxMachines.igb().vfOperations(others).build());
        assertThat(refusal(without, 0, setting)).isEqualTo(Errno.EOPNOTSUPP);
        SimulatedLinux with =
                linux(LinuxMachines.igb().vfOperations(List.of(VfOperation.values())).build());
        with.setVf(LINK, 0, setting);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("a group's address", new VfSetting.Mac(GROUP), Errno.EINVAL),
                Arguments.of("a VLAN", new VfSetting.Vlan(4096, 0, 0x8100), Errno.EINVAL),
                Arguments.of("a priority", new VfSetting.Vlan(1, 8, 0x8100), Errno.EINVAL),
                Arguments.of(
                        "a service tag", new VfSetting.Vlan(1, 0, 0x88a8), Errno.EPROTONOSUPPORT),
                Arguments.of("no kind of VLAN", new VfSetting.Vlan(1, 0, 0), Errno.EPROTONOSUPPORT),
                Arguments.of("less than promised", new VfSetting.Rate(20, 10), Errno.EINVAL),
                Arguments.of("a promise", new VfSetting.Rate(10, 20), Errno.EINVAL),
                Arguments.of("beyond the link", new VfSetting.Rate(0, 1001), Errno.EINVAL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aValueThatCannotBeIsRefusedAndNothingChanges(String what, VfSetting setting, Errno errno) {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        VfInfoList before = linux.vfList(LINK, false);
        assertThat(refusal(linux, 0, setting)).as(what).isEqualTo(errno);
        assertThat(linux.vfList(LINK, false)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"2", "2147483646", "2147483647", "4294967295"})
    void aVfThatIsNotThereIsInvalid(long vf) {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        assertThat(refusal(linux, vf, new VfSetting.Mac(MAC))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void anInterfaceThatIsNotThereIsNoDevice() {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        SyscallException refusal =
                catchThrowableOfType(
                        SyscallException.class,
                        () -> linux.setVf("eth9", 0, new VfSetting.Mac(MAC)));
        assertThat(refusal.errno()).isEqualTo(Errno.ENODEV);
    }

    @Test
    void ratesTakeALink() {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        linux.setCable(LINK, false);
        assertThat(refusal(linux, 0, new VfSetting.Rate(0, 10))).isEqualTo(Errno.EINVAL);
        linux.setCable(LINK, true);
        linux.setVf(LINK, 0, new VfSetting.Rate(0, 10));
        assertThat(linux.vfList(LINK, false).entries().getFirst().maxRate()).isEqualTo(10);
    }

    @Test
    void someDriversSetAddressesOnlyWhileTheyAreUp() {
        SimulatedLinux linux =
                linux(LinuxMachines.igb().addTraits(DriverTrait.NEEDS_UP_FOR_ADDRESSES).build());
        linux.setUp(LINK, false);
        assertThat(refusal(linux, 0, new VfSetting.Mac(MAC))).isEqualTo(Errno.EINVAL);
        assertThat(refusal(linux, 0, new VfSetting.Vlan(1, 0, 0x8100))).isEqualTo(Errno.EINVAL);
        linux.setUp(LINK, true);
        linux.setVf(LINK, 0, new VfSetting.Mac(MAC));
    }

    @Test
    void someDriversRefuseZeros() {
        SimulatedLinux igb = linux(LinuxMachines.igb().build());
        igb.setVf(LINK, 0, new VfSetting.Mac(ZERO));
        SimulatedLinux other =
                linux(LinuxMachines.igb().addTraits(DriverTrait.REFUSES_ZERO_MAC).build());
        assertThat(refusal(other, 0, new VfSetting.Mac(ZERO))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void someDriversHaveServiceTags() {
        SimulatedLinux linux = linux(LinuxMachines.igb().addTraits(DriverTrait.DOT1AD).build());
        linux.setVf(LINK, 1, new VfSetting.Vlan(5, 3, 0x88a8));
        VfInfo vf = linux.vfList(LINK, false).entries().get(1);
        assertThat(vf.vlan()).isEqualTo(5);
        assertThat(vf.qos()).isEqualTo(3);
        assertThat(vf.protocol()).isEqualTo(0x88a8);
    }

    private static String address(SimulatedLinux linux) {
        return linux.read("/sys/class/net/enp1s0v0/address").strip();
    }

    @Test
    void anAddressTakesEffectWhenTheVfsDriverStarts() {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        String own = address(linux);
        assertThat(linux.vfList(LINK, false).entries().getFirst().mac())
                .as("what the VF has chosen, as its PF knows it")
                .hasToString(own);
        linux.setVf(LINK, 0, new VfSetting.Mac(MAC));
        assertThat(address(linux)).isEqualTo(own);
        linux.write("/sys/bus/pci/drivers/igbvf/unbind", "0000:01:10.0");
        linux.write("/sys/bus/pci/drivers/igbvf/bind", "0000:01:10.0");
        assertThat(address(linux)).isEqualTo(MAC.toString());
    }

    @Test
    void aVfWhosePfIsDownMayNotHearOfItsAddress() {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        linux.setVf(LINK, 0, new VfSetting.Mac(MAC));
        linux.setUp(LINK, false);
        linux.write("/sys/bus/pci/drivers/igbvf/unbind", "0000:01:10.0");
        linux.write("/sys/bus/pci/drivers/igbvf/bind", "0000:01:10.0");
        assertThat(address(linux)).isNotEqualTo(MAC.toString());
        assertThat(linux.vfList(LINK, false).entries().getFirst().mac()).isEqualTo(MAC);
    }

    @Test
    void addressesThatDriversMakeUpAreUnicastLocalAndTheSameForTheSameSeed() {
        String first = address(linux(LinuxMachines.igb().build()));
        assertThat(first).isEqualTo(address(linux(LinuxMachines.igb().build())));
        assertThat(Integer.parseInt(first.substring(0, 2), 16) & 3).isEqualTo(2);
        SimulatedLinux other =
                new SimulatedLinux(
                        LinuxSystem.builder().machine(LinuxMachines.machine()).seed(2).build());
        other.write(PF + "sriov_numvfs", "1");
        assertThat(address(other)).isNotEqualTo(first);
    }

    @Test
    void settingsGoWithTheVfs() {
        SimulatedLinux linux = linux(LinuxMachines.igb().build());
        VfInfoList before = linux.vfList(LINK, false);
        linux.setVf(LINK, 0, new VfSetting.Vlan(9, 0, 0x8100));
        linux.setVf(LINK, 0, new VfSetting.SpoofCheck(false));
        linux.write(PF + "sriov_numvfs", "0");
        assertThat(linux.vfList(LINK, false).entries()).isEmpty();
        linux.write(PF + "sriov_numvfs", "2");
        VfInfo vf = linux.vfList(LINK, false).entries().getFirst();
        assertThat(vf.vlan()).isZero();
        assertThat(vf.spoofCheck()).contains(true);
        assertThat(before.entries()).hasSize(2);
    }

    @Test
    void whatADriverDoesNotReportIsNotOff() {
        SimulatedLinux linux =
                linux(
                        LinuxMachines.igb()
                                .vfOperations(List.of(VfOperation.GET_CONFIG, VfOperation.MAC))
                                .build());
        VfInfo vf = linux.vfList(LINK, false).entries().getFirst();
        assertThat(vf.spoofCheck()).isEmpty();
        assertThat(vf.trust()).isEmpty();
        assertThat(vf.rssQuery()).isEmpty();
        SimulatedLinux silent =
                linux(LinuxMachines.igb().vfOperations(List.of(VfOperation.MAC)).build());
        VfInfoList list = silent.vfList(LINK, false);
        assertThat(list.numVfs()).isEqualTo(2);
        assertThat(list.length()).isEmpty();
    }

    /// 334 entries of 196 bytes, 221 of 296, 277 of 236 and 195 of 336 fit into the 65,535 bytes
    /// that 16 bits count.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    334, false, false, 334
                    335, false, false, 0
                    336, false, false, 1
                    221, true,  false, 221
                    222, true,  false, 0
                    277, false, true,  277
                    278, false, true,  0
                    195, true,  true,  195
                    196, true,  true,  0
                    """)
    void theListWraps(int vfs, boolean statistics, boolean guids, int entries) {
        PfModel many =
                LinuxMachines.intel82576()
                        .totalVfs(400)
                        .placements(List.of(VfPlacement.of(true, 8, 1)))
                        .build();
        PciDriver.Builder igb = LinuxMachines.igb().mostVfs(400);
        if (guids) {
            igb.vfOperations(List.of(VfOperation.values()));
        }
        SimulatedLinux linux =
                new SimulatedLinux(
                        LinuxMachines.system(
                                        LinuxMachines.machine(
                                                LinuxMachines.port(1)
                                                        .subordinateBus(3)
                                                        .window(
                                                                new BridgeWindow(
                                                                        0x8000_0000L, 64 << 20))
                                                        .build(),
                                                many),
                                        igb.build())
                                .build());
        linux.write(PF + "sriov_numvfs", Integer.toString(vfs));
        VfInfoList list = linux.vfList(LINK, statistics);
        assertThat(list.numVfs()).isEqualTo(vfs);
        assertThat(list.entries()).hasSize(entries);
        assertThat(list.length().orElseThrow()).isLessThan(0x1_0000);
    }
}
