package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.ffm.Sockets;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Every structure and number beside what a C compiler finds in the kernel's headers.
@EnabledOnOs(OS.LINUX)
class NetlinkAbiTest {
    private static final List<StructLayout> LAYOUTS =
            List.of(
                    NlMessage.HEADER,
                    NlAttribute.HEADER,
                    NlAck.LAYOUT,
                    IfInfo.LAYOUT,
                    GenericRequest.LAYOUT,
                    NetlinkSocket.ADDRESS,
                    NetlinkSocket.TIMEVAL,
                    VfStructs.MAC,
                    VfStructs.VLAN,
                    VfStructs.VLAN_INFO,
                    VfStructs.TX_RATE,
                    VfStructs.RATE,
                    VfStructs.SPOOFCHK,
                    VfStructs.LINK_STATE,
                    VfStructs.RSS_QUERY_EN,
                    VfStructs.TRUST,
                    VfStructs.GUID);

    private static Map<String, String> c = Map.of();

    @BeforeAll
    static void compile(@TempDir Path directory) throws IOException, InterruptedException {
        c = CProgram.compile(directory, "netlink_abi").table();
    }

    @Test
    void structuresAreThoseOfTheHeaders() {
        Map<String, String> ours = new TreeMap<>();
        for (StructLayout layout : LAYOUTS) {
            String struct = layout.name().orElseThrow();
            ours.put(struct, Long.toString(layout.byteSize()));
            for (MemoryLayout member : layout.memberLayouts()) {
                if (!(member instanceof PaddingLayout)) {
                    String name = member.name().orElseThrow();
                    long offset = layout.byteOffset(PathElement.groupElement(name));
                    ours.put(struct + "." + name, offset + " " + member.byteSize());
                }
            }
        }
        Map<String, String> theirs = new TreeMap<>(c);
        theirs.keySet().removeIf(name -> Character.isUpperCase(name.charAt(0)));
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void placesThatStructuresShareAreTheSameInAll() {
        List.of("spoofchk", "rss_query_en", "trust")
                .forEach(name ->
                        assertThat(c.get("ifla_vf_" + name + ".setting"))
                                .isEqualTo(VfStructs.SETTING + " 4"));
        assertThat(c.get("ifla_vf_link_state.link_state")).isEqualTo(VfStructs.SETTING + " 4");
        assertThat(c.get("ifla_vf_tx_rate.rate")).isEqualTo(VfStructs.SETTING + " 4");
        assertThat(c.get("ifla_vf_vlan.vlan")).isEqualTo(VfStructs.VLAN_ID + " 4");
        assertThat(c.get("ifla_vf_vlan.qos")).isEqualTo(VfStructs.VLAN_QOS + " 4");
        assertThat(c.get("nlattr.nla_len")).isEqualTo(NlAttribute.LENGTH + " 2");
        assertThat(c.get("nlattr.nla_type")).isEqualTo(NlAttribute.TYPE + " 2");
    }

    @Test
    void numbersAreThoseOfTheHeaders() {
        Map<String, Long> ours = new TreeMap<>();
        ours.put("AF_NETLINK", (long) NetlinkSocket.AF_NETLINK);
        ours.put("NETLINK_ROUTE", (long) NetlinkSocket.NETLINK_ROUTE);
        ours.put("SOCK_RAW", (long) NetlinkSocket.SOCK_RAW);
        ours.put("SOCK_CLOEXEC", (long) NetlinkSocket.SOCK_CLOEXEC);
        ours.put("MSG_PEEK", (long) NetlinkSocket.MSG_PEEK);
        ours.put("MSG_TRUNC", (long) NetlinkSocket.MSG_TRUNC);
        ours.put("SOL_SOCKET", (long) NetlinkSocket.SOL_SOCKET);
        ours.put("SO_RCVTIMEO", (long) Sockets.SO_RCVTIMEO);
        ours.put("SOL_NETLINK", (long) NetlinkSocket.SOL_NETLINK);
        ours.put("NETLINK_CAP_ACK", (long) NetlinkSocket.CAP_ACK);
        ours.put("NETLINK_EXT_ACK", (long) NetlinkSocket.EXT_ACK);
        ours.put("NETLINK_GET_STRICT_CHK", (long) NetlinkSocket.GET_STRICT_CHK);
        ours.put("NLMSG_NOOP", (long) NlMessage.NOOP);
        ours.put("NLMSG_ERROR", (long) NlMessage.ERROR);
        ours.put("NLMSG_ALIGN", NlMessage.align(1));
        ours.put("NLA_ALIGN", NlMessage.align(5));
        ours.put("NLM_F_REQUEST", (long) NlMessage.F_REQUEST);
        ours.put("NLM_F_ACK", (long) NlMessage.F_ACK);
        ours.put("NLM_F_CAPPED", (long) NlMessage.F_CAPPED);
        ours.put("NLM_F_ACK_TLVS", (long) NlMessage.F_ACK_TLVS);
        ours.put("NLMSGERR_ATTR_MSG", (long) NlAck.ATTR_MSG);
        ours.put("NLMSGERR_ATTR_OFFS", (long) NlAck.ATTR_OFFS);
        ours.put("NLMSGERR_ATTR_MISS_TYPE", (long) NlAck.ATTR_MISS_TYPE);
        ours.put("NLA_TYPE_MASK", (long) NlAttribute.TYPE_MASK);
        ours.put("RTM_NEWLINK", (long) IfInfo.RTM_NEWLINK);
        ours.put("RTM_GETLINK", (long) IfInfo.RTM_GETLINK);
        ours.put("RTM_SETLINK", (long) IfInfo.RTM_SETLINK);
        ours.put("IFLA_ADDRESS", (long) IfInfo.ADDRESS);
        ours.put("IFLA_IFNAME", (long) IfInfo.IFNAME);
        ours.put("IFLA_MASTER", (long) IfInfo.MASTER);
        ours.put("IFLA_OPERSTATE", (long) IfInfo.OPERSTATE);
        ours.put("IFLA_NUM_VF", (long) IfInfo.NUM_VF);
        ours.put("IFLA_VFINFO_LIST", (long) IfInfo.VFINFO_LIST);
        ours.put("IFLA_EXT_MASK", (long) IfInfo.EXT_MASK);
        ours.put("IFLA_VF_INFO", (long) IfInfo.VF_INFO);
        ours.put("IFLA_VF_VLAN_INFO", (long) IfInfo.VF_VLAN_INFO);
        ours.put("RTEXT_FILTER_VF", (long) IfInfo.FILTER_VF);
        ours.put("RTEXT_FILTER_SKIP_STATS", (long) IfInfo.FILTER_SKIP_STATS);
        ours.put("NETLINK_GENERIC", (long) NetlinkSocket.NETLINK_GENERIC);
        ours.put("GENL_ID_CTRL", (long) GenericRequest.CONTROLLER);
        ours.put("CTRL_CMD_GETFAMILY", (long) GenericRequest.GET_FAMILY);
        ours.put("CTRL_ATTR_FAMILY_ID", (long) GenericRequest.FAMILY_ID);
        ours.put("CTRL_ATTR_FAMILY_NAME", (long) GenericRequest.FAMILY_NAME);
        ours.put("DEVLINK_GENL_VERSION", (long) GenericRequest.DEVLINK_VERSION);
        ours.put("DEVLINK_CMD_ESWITCH_GET", (long) GenericRequest.ESWITCH_GET);
        ours.put("DEVLINK_ATTR_BUS_NAME", (long) GenericRequest.BUS_NAME);
        ours.put("DEVLINK_ATTR_DEV_NAME", (long) GenericRequest.DEV_NAME);
        ours.put("DEVLINK_ATTR_ESWITCH_MODE", (long) GenericRequest.ESWITCH_MODE);
        for (EswitchMode mode : EswitchMode.values()) {
            ours.put("DEVLINK_ESWITCH_MODE_" + mode, (long) mode.number());
            assertThat(EswitchMode.of(mode.number())).contains(mode);
        }
        for (VfAttribute attribute : VfAttribute.values()) {
            ours.put(attribute.kernelName(), (long) attribute.number());
        }
        for (VfLinkState state : VfLinkState.values()) {
            ours.put("IFLA_VF_LINK_STATE_" + state, (long) state.number());
        }
        for (OperState state : OperState.values()) {
            String name = state.name().replace("_", "").toUpperCase(Locale.ROOT);
            ours.put("IF_OPER_" + name, (long) state.number());
        }
        ours.put("ETH_P_8021Q", (long) VfVlan.DOT1Q);
        ours.put("ETH_P_8021AD", (long) VfVlan.DOT1AD);
        ours.put("IFF_UP", (long) Link.IFF_UP);
        ours.put("IFF_LOWER_UP", (long) Link.IFF_LOWER_UP);

        Map<String, Long> theirs = new TreeMap<>();
        c.forEach((name, value) -> {
            if (Character.isUpperCase(name.charAt(0))) {
                theirs.put(name, Long.parseLong(value));
            }
        });
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void everyAttributeIsFoundByItsNumber() {
        for (VfAttribute attribute : VfAttribute.values()) {
            assertThat(VfAttribute.of(attribute.number())).contains(attribute);
        }
        assertThat(VfAttribute.of(0)).isEmpty();
        assertThat(VfAttribute.of(14)).isEmpty();
    }
}
