/*
 * Makes netlink messages about links with the structures and macros of this machine's kernel headers, and
 * prints them in hexadecimal.
 *
 *   netlink_messages requests          one request for each thing that can be asked or set, by name
 *   netlink_messages reply N KINDS     the kernel's answer for a PF with N VFs; KINDS of s (statistics),
 *                                      g (GUIDs of InfiniBand), or -
 */
#include <arpa/inet.h>
#include <linux/devlink.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IFINDEX 7
#define SEQUENCE 42
#define VF 300

static union {
    struct nlmsghdr header;
    unsigned char bytes[1 << 20];
} message;

static struct rtattr *tail(void)
{
    return (struct rtattr *)(message.bytes + NLMSG_ALIGN(message.header.nlmsg_len));
}

static void begin(int type, int flags)
{
    struct ifinfomsg *link = NLMSG_DATA(&message.header);

    memset(&message, 0, sizeof message);
    message.header.nlmsg_len = NLMSG_LENGTH(sizeof *link);
    message.header.nlmsg_type = type;
    message.header.nlmsg_flags = flags;
    message.header.nlmsg_seq = SEQUENCE;
    link->ifi_index = IFINDEX;
}

static struct rtattr *put(int type, const void *value, size_t size)
{
    struct rtattr *attribute = tail();

    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(size);
    if (size > 0)
        memcpy(RTA_DATA(attribute), value, size);
    message.header.nlmsg_len = NLMSG_ALIGN(message.header.nlmsg_len) + RTA_SPACE(size);
    return attribute;
}

/* As the kernel's nla_nest_end: whatever does not fit into 16 bits is lost. */
static void end(struct rtattr *nest)
{
    nest->rta_len = (unsigned char *)tail() - (unsigned char *)nest;
}

static void print(void)
{
    for (unsigned i = 0; i < message.header.nlmsg_len; i++)
        printf("%02x", message.bytes[i]);
    printf("\n");
}

static void set(const char *name, int type, const void *value, size_t size)
{
    begin(RTM_SETLINK, NLM_F_REQUEST | NLM_F_ACK);
    struct rtattr *list = put(IFLA_VFINFO_LIST, NULL, 0);
    struct rtattr *info = put(IFLA_VF_INFO, NULL, 0);
    put(type, value, size);
    end(info);
    end(list);
    printf("%s ", name);
    print();
}

static void generic(const char *name, int family, int command, int version)
{
    begin(family, NLM_F_REQUEST);
    struct genlmsghdr *header = NLMSG_DATA(&message.header);
    message.header.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
    memset(header, 0, sizeof(struct ifinfomsg));
    header->cmd = command;
    header->version = version;
    printf("%s ", name);
}

static void requests(void)
{
    generic("get-family", GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 2);
    put(CTRL_ATTR_FAMILY_NAME, DEVLINK_GENL_NAME, sizeof DEVLINK_GENL_NAME);
    print();

    generic("get-eswitch", 21, DEVLINK_CMD_ESWITCH_GET, DEVLINK_GENL_VERSION);
    put(DEVLINK_ATTR_BUS_NAME, "pci", sizeof "pci");
    put(DEVLINK_ATTR_DEV_NAME, "0000:01:00.0", sizeof "0000:01:00.0");
    print();

    begin(RTM_GETLINK, NLM_F_REQUEST);
    printf("get-link ");
    print();

    __u32 mask = RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS;
    begin(RTM_GETLINK, NLM_F_REQUEST);
    put(IFLA_EXT_MASK, &mask, sizeof mask);
    printf("get-vfs ");
    print();

    for (int up = 0; up <= 1; up++) {
        begin(RTM_SETLINK, NLM_F_REQUEST | NLM_F_ACK);
        struct ifinfomsg *link = NLMSG_DATA(&message.header);
        link->ifi_change = IFF_UP;
        link->ifi_flags = up ? IFF_UP : 0;
        printf("set-%s ", up ? "up" : "down");
        print();
    }

    struct ifla_vf_mac mac = {.vf = VF, .mac = {0x02, 0x56, 0x48, 0x7e, 0xd9, 0xf7}};
    set("mac", IFLA_VF_MAC, &mac, sizeof mac);
    struct ifla_vf_vlan vlan = {.vf = VF, .vlan = 4094, .qos = 5};
    set("vlan", IFLA_VF_VLAN, &vlan, sizeof vlan);
    struct ifla_vf_rate rate = {.vf = VF, .min_tx_rate = 100, .max_tx_rate = 4000000000U};
    set("rate", IFLA_VF_RATE, &rate, sizeof rate);
    struct ifla_vf_spoofchk spoofchk = {.vf = VF, .setting = 1};
    set("spoofchk", IFLA_VF_SPOOFCHK, &spoofchk, sizeof spoofchk);
    struct ifla_vf_link_state state = {.vf = VF, .link_state = IFLA_VF_LINK_STATE_DISABLE};
    set("state", IFLA_VF_LINK_STATE, &state, sizeof state);
    struct ifla_vf_rss_query_en rss = {.vf = VF, .setting = 1};
    set("rss", IFLA_VF_RSS_QUERY_EN, &rss, sizeof rss);
    struct ifla_vf_trust trust = {.vf = VF, .setting = 0};
    set("trust", IFLA_VF_TRUST, &trust, sizeof trust);

    struct ifla_vf_guid guid;
    memset(&guid, 0, sizeof guid);
    guid.vf = VF;
    guid.guid = 0x0002c90300a1b2c3ULL;
    set("node-guid", IFLA_VF_IB_NODE_GUID, &guid, sizeof guid);
    set("port-guid", IFLA_VF_IB_PORT_GUID, &guid, sizeof guid);

    struct ifla_vf_vlan_info info;
    memset(&info, 0, sizeof info);
    info.vf = VF;
    info.vlan = 100;
    info.qos = 3;
    info.vlan_proto = htons(ETH_P_8021AD);
    begin(RTM_SETLINK, NLM_F_REQUEST | NLM_F_ACK);
    struct rtattr *list = put(IFLA_VFINFO_LIST, NULL, 0);
    struct rtattr *vf = put(IFLA_VF_INFO, NULL, 0);
    struct rtattr *vlans = put(IFLA_VF_VLAN_LIST, NULL, 0);
    put(IFLA_VF_VLAN_INFO, &info, sizeof info);
    end(vlans);
    end(vf);
    end(list);
    printf("vlan-8021ad ");
    print();
}

static void vf_info(unsigned vf, int with_statistics, int with_guids)
{
    struct rtattr *info = put(IFLA_VF_INFO, NULL, 0);
    struct ifla_vf_mac mac = {.vf = vf, .mac = {0x02, 0, 0, 0, vf >> 8, vf}};
    put(IFLA_VF_MAC, &mac, sizeof mac);
    struct ifla_vf_broadcast broadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    put(IFLA_VF_BROADCAST, &broadcast, sizeof broadcast);
    struct ifla_vf_vlan vlan = {.vf = vf, .vlan = vf % 4096, .qos = vf % 8};
    put(IFLA_VF_VLAN, &vlan, sizeof vlan);
    struct ifla_vf_rate rate = {.vf = vf, .min_tx_rate = vf, .max_tx_rate = 2 * vf + 1};
    put(IFLA_VF_RATE, &rate, sizeof rate);
    struct ifla_vf_tx_rate tx_rate = {.vf = vf, .rate = 2 * vf + 1};
    put(IFLA_VF_TX_RATE, &tx_rate, sizeof tx_rate);
    struct ifla_vf_spoofchk spoofchk = {.vf = vf, .setting = vf % 2};
    put(IFLA_VF_SPOOFCHK, &spoofchk, sizeof spoofchk);
    struct ifla_vf_link_state state = {.vf = vf, .link_state = vf % 3};
    put(IFLA_VF_LINK_STATE, &state, sizeof state);
    struct ifla_vf_rss_query_en rss = {.vf = vf, .setting = -1};
    put(IFLA_VF_RSS_QUERY_EN, &rss, sizeof rss);
    struct ifla_vf_trust trust = {.vf = vf, .setting = vf % 5 == 0 ? -1 : vf % 5 == 1};
    put(IFLA_VF_TRUST, &trust, sizeof trust);
    if (with_guids) {
        struct ifla_vf_guid guid;
        memset(&guid, 0, sizeof guid);
        guid.vf = vf;
        guid.guid = 0x0002c90300000000ULL + vf;
        put(IFLA_VF_IB_NODE_GUID, &guid, sizeof guid);
        guid.guid = 0x8002c90300000000ULL + vf;
        put(IFLA_VF_IB_PORT_GUID, &guid, sizeof guid);
    }
    struct rtattr *vlans = put(IFLA_VF_VLAN_LIST, NULL, 0);
    struct ifla_vf_vlan_info tag;
    memset(&tag, 0, sizeof tag);
    tag.vf = vf;
    tag.vlan = vf % 4096;
    tag.qos = vf % 8;
    tag.vlan_proto = htons(vf % 2 ? ETH_P_8021AD : ETH_P_8021Q);
    put(IFLA_VF_VLAN_INFO, &tag, sizeof tag);
    end(vlans);
    if (with_statistics) {
        static const int counters[] = {
            IFLA_VF_STATS_RX_PACKETS, IFLA_VF_STATS_TX_PACKETS, IFLA_VF_STATS_RX_BYTES,
            IFLA_VF_STATS_TX_BYTES,   IFLA_VF_STATS_BROADCAST,  IFLA_VF_STATS_MULTICAST,
            IFLA_VF_STATS_RX_DROPPED, IFLA_VF_STATS_TX_DROPPED,
        };
        struct rtattr *statistics = put(IFLA_VF_STATS, NULL, 0);
        for (unsigned i = 0; i < sizeof counters / sizeof *counters; i++) {
            __u64 value = vf + i;
            put(counters[i], &value, sizeof value);
        }
        end(statistics);
    }
    end(info);
}

static void reply(unsigned vfs, const char *kinds)
{
    static const unsigned char address[] = {0x02, 0, 0, 0xaa, 0xbb, 0xcc};
    static const char parent[] = "0000:01:00.0";
    __u8 up = IF_OPER_UP;
    __u32 master = 12;

    begin(RTM_NEWLINK, 0);
    struct ifinfomsg *link = NLMSG_DATA(&message.header);
    link->ifi_type = 1;
    link->ifi_flags = IFF_UP | IFF_BROADCAST;
    put(IFLA_IFNAME, "ens1f0", sizeof "ens1f0");
    put(IFLA_OPERSTATE, &up, sizeof up);
    put(IFLA_MASTER, &master, sizeof master);
    put(IFLA_ADDRESS, address, sizeof address);
    put(IFLA_NUM_VF, &vfs, sizeof(__u32));
    struct rtattr *list = put(IFLA_VFINFO_LIST, NULL, 0);
    for (unsigned vf = 0; vf < vfs; vf++)
        vf_info(vf, strchr(kinds, 's') != NULL, strchr(kinds, 'g') != NULL);
    end(list);
    put(IFLA_PARENT_DEV_NAME, parent, sizeof parent);
    print();
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "requests") == 0)
        requests();
    else if (argc == 4 && strcmp(argv[1], "reply") == 0)
        reply(strtoul(argv[2], NULL, 10), argv[3]);
    else
        return 2;
    return 0;
}
