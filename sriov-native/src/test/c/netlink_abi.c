/*
 * Prints the sizes, member offsets and numbers of Linux's netlink interface to links and their VFs, as a C
 * compiler finds them in the headers of this machine.
 */
#include <linux/devlink.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>

#define SIZE(type) printf("%s %zu\n", #type, sizeof(struct type))
#define MEMBER(type, member)                                                                          \
    printf("%s.%s %zu %zu\n", #type, #member, offsetof(struct type, member),                          \
           sizeof(((struct type *)0)->member))
#define NUMBER(name) printf("%s %ld\n", #name, (long)(name))

int main(void)
{
    SIZE(nlmsghdr);
    MEMBER(nlmsghdr, nlmsg_len);
    MEMBER(nlmsghdr, nlmsg_type);
    MEMBER(nlmsghdr, nlmsg_flags);
    MEMBER(nlmsghdr, nlmsg_seq);
    MEMBER(nlmsghdr, nlmsg_pid);
    SIZE(nlattr);
    MEMBER(nlattr, nla_len);
    MEMBER(nlattr, nla_type);
    SIZE(nlmsgerr);
    MEMBER(nlmsgerr, error);
    MEMBER(nlmsgerr, msg);
    SIZE(ifinfomsg);
    MEMBER(ifinfomsg, ifi_family);
    MEMBER(ifinfomsg, __ifi_pad);
    MEMBER(ifinfomsg, ifi_type);
    MEMBER(ifinfomsg, ifi_index);
    MEMBER(ifinfomsg, ifi_flags);
    MEMBER(ifinfomsg, ifi_change);
    SIZE(genlmsghdr);
    MEMBER(genlmsghdr, cmd);
    MEMBER(genlmsghdr, version);
    MEMBER(genlmsghdr, reserved);
    SIZE(sockaddr_nl);
    MEMBER(sockaddr_nl, nl_family);
    MEMBER(sockaddr_nl, nl_pad);
    MEMBER(sockaddr_nl, nl_pid);
    MEMBER(sockaddr_nl, nl_groups);
    SIZE(timeval);
    MEMBER(timeval, tv_sec);
    MEMBER(timeval, tv_usec);
    SIZE(ifla_vf_mac);
    MEMBER(ifla_vf_mac, vf);
    MEMBER(ifla_vf_mac, mac);
    SIZE(ifla_vf_vlan);
    MEMBER(ifla_vf_vlan, vf);
    MEMBER(ifla_vf_vlan, vlan);
    MEMBER(ifla_vf_vlan, qos);
    SIZE(ifla_vf_vlan_info);
    MEMBER(ifla_vf_vlan_info, vf);
    MEMBER(ifla_vf_vlan_info, vlan);
    MEMBER(ifla_vf_vlan_info, qos);
    MEMBER(ifla_vf_vlan_info, vlan_proto);
    SIZE(ifla_vf_tx_rate);
    MEMBER(ifla_vf_tx_rate, vf);
    MEMBER(ifla_vf_tx_rate, rate);
    SIZE(ifla_vf_rate);
    MEMBER(ifla_vf_rate, vf);
    MEMBER(ifla_vf_rate, min_tx_rate);
    MEMBER(ifla_vf_rate, max_tx_rate);
    SIZE(ifla_vf_spoofchk);
    MEMBER(ifla_vf_spoofchk, vf);
    MEMBER(ifla_vf_spoofchk, setting);
    SIZE(ifla_vf_link_state);
    MEMBER(ifla_vf_link_state, vf);
    MEMBER(ifla_vf_link_state, link_state);
    SIZE(ifla_vf_rss_query_en);
    MEMBER(ifla_vf_rss_query_en, vf);
    MEMBER(ifla_vf_rss_query_en, setting);
    SIZE(ifla_vf_trust);
    MEMBER(ifla_vf_trust, vf);
    MEMBER(ifla_vf_trust, setting);
    SIZE(ifla_vf_guid);
    MEMBER(ifla_vf_guid, vf);
    MEMBER(ifla_vf_guid, guid);

    NUMBER(AF_NETLINK);
    NUMBER(NETLINK_ROUTE);
    NUMBER(SOCK_RAW);
    NUMBER(SOCK_CLOEXEC);
    NUMBER(MSG_PEEK);
    NUMBER(MSG_TRUNC);
    NUMBER(SOL_SOCKET);
    NUMBER(SO_RCVTIMEO);
    NUMBER(SOL_NETLINK);
    NUMBER(NETLINK_CAP_ACK);
    NUMBER(NETLINK_EXT_ACK);
    NUMBER(NETLINK_GET_STRICT_CHK);
    NUMBER(NLMSG_NOOP);
    NUMBER(NLMSG_ERROR);
    printf("NLMSG_ALIGN %ld\n", (long)NLMSG_ALIGN(1));
    printf("NLA_ALIGN %ld\n", (long)NLA_ALIGN(5));
    NUMBER(NLM_F_REQUEST);
    NUMBER(NLM_F_ACK);
    NUMBER(NLM_F_CAPPED);
    NUMBER(NLM_F_ACK_TLVS);
    NUMBER(NLMSGERR_ATTR_MSG);
    NUMBER(NLMSGERR_ATTR_OFFS);
    NUMBER(NLMSGERR_ATTR_MISS_TYPE);
    printf("NLA_TYPE_MASK %ld\n", (long)(NLA_TYPE_MASK & 0xffff));
    NUMBER(RTM_NEWLINK);
    NUMBER(RTM_GETLINK);
    NUMBER(RTM_SETLINK);
    NUMBER(IFLA_ADDRESS);
    NUMBER(IFLA_IFNAME);
    NUMBER(IFLA_MASTER);
    NUMBER(IFLA_OPERSTATE);
    NUMBER(IFLA_NUM_VF);
    NUMBER(IFLA_VFINFO_LIST);
    NUMBER(IFLA_EXT_MASK);
    NUMBER(IFLA_VF_INFO);
    NUMBER(IFLA_VF_VLAN_INFO);
    NUMBER(RTEXT_FILTER_VF);
    NUMBER(RTEXT_FILTER_SKIP_STATS);
    NUMBER(NETLINK_GENERIC);
    NUMBER(GENL_ID_CTRL);
    NUMBER(CTRL_CMD_GETFAMILY);
    NUMBER(CTRL_ATTR_FAMILY_ID);
    NUMBER(CTRL_ATTR_FAMILY_NAME);
    NUMBER(DEVLINK_GENL_VERSION);
    NUMBER(DEVLINK_CMD_ESWITCH_GET);
    NUMBER(DEVLINK_ATTR_BUS_NAME);
    NUMBER(DEVLINK_ATTR_DEV_NAME);
    NUMBER(DEVLINK_ATTR_ESWITCH_MODE);
    NUMBER(DEVLINK_ESWITCH_MODE_LEGACY);
    NUMBER(DEVLINK_ESWITCH_MODE_SWITCHDEV);
    NUMBER(IFLA_VF_MAC);
    NUMBER(IFLA_VF_VLAN);
    NUMBER(IFLA_VF_TX_RATE);
    NUMBER(IFLA_VF_SPOOFCHK);
    NUMBER(IFLA_VF_LINK_STATE);
    NUMBER(IFLA_VF_RATE);
    NUMBER(IFLA_VF_RSS_QUERY_EN);
    NUMBER(IFLA_VF_STATS);
    NUMBER(IFLA_VF_TRUST);
    NUMBER(IFLA_VF_IB_NODE_GUID);
    NUMBER(IFLA_VF_IB_PORT_GUID);
    NUMBER(IFLA_VF_VLAN_LIST);
    NUMBER(IFLA_VF_BROADCAST);
    NUMBER(IFLA_VF_LINK_STATE_AUTO);
    NUMBER(IFLA_VF_LINK_STATE_ENABLE);
    NUMBER(IFLA_VF_LINK_STATE_DISABLE);
    NUMBER(ETH_P_8021Q);
    NUMBER(ETH_P_8021AD);
    NUMBER(IFF_UP);
    NUMBER(IFF_LOWER_UP);
    NUMBER(IF_OPER_UNKNOWN);
    NUMBER(IF_OPER_NOTPRESENT);
    NUMBER(IF_OPER_DOWN);
    NUMBER(IF_OPER_LOWERLAYERDOWN);
    NUMBER(IF_OPER_TESTING);
    NUMBER(IF_OPER_DORMANT);
    NUMBER(IF_OPER_UP);
    return 0;
}
