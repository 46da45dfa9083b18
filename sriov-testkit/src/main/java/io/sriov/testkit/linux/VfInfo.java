package io.sriov.testkit.linux;

import io.sriov.schema.MacAddress;
import java.util.Optional;

/// What an interface's driver reports of one VF: an IFLA_VF_INFO of a reply, see `rtnl_fill_vfinfo`
/// in `net/core/rtnetlink.c`. Immutable. What the driver has no operation for is empty where a
/// reply has -1, and 0 otherwise.
///
/// @param index the VF's number
/// @param mac its address; zeros while nobody has given or taken one
/// @param vlan its VLAN, 0 for none
/// @param qos the priority there
/// @param protocol the EtherType of the VLAN's tags
/// @param minRate Mbit/s, 0 for none
/// @param maxRate Mbit/s, 0 for no limit
/// @param spoofCheck whether addresses are checked
/// @param linkState what the VF sees of its link
/// @param rssQuery whether it may read the RSS table
/// @param trust whether it is trusted
/// @param nodeGuid the node's GUID; 0 for an Ethernet interface
/// @param portGuid the port's GUID; 0 for an Ethernet interface
public record VfInfo(
        int index,
        MacAddress mac,
        int vlan,
        int qos,
        int protocol,
        long minRate,
        long maxRate,
        Optional<Boolean> spoofCheck,
        VfSetting.Link linkState,
        Optional<Boolean> rssQuery,
        Optional<Boolean> trust,
        long nodeGuid,
        long portGuid) {}
