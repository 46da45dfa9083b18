package io.sriov.linux.netlink;

/// What a PF's link has set for one VF, at one moment. Thread-safe.
///
/// @param index the VF's number, from 0
/// @param mac the address that the PF has given it; all zero where the PF has given none
/// @param vlan the VLAN that the PF puts it into
/// @param minTxRate the bandwidth that it is promised, Mbit/s; 0 for none
/// @param maxTxRate the bandwidth that it may use, Mbit/s; 0 for any
/// @param spoofCheck whether it may send from its own address only
/// @param linkState what it sees of its link
/// @param rssQuery whether it may read the RSS table and key that it shares with the PF
/// @param trust whether it may do what is for the PF alone otherwise: promiscuous mode, changing
///   its address
/// @param nodeGuid the GUID of its InfiniBand node, 64 bits
/// @param portGuid the GUID of its InfiniBand port, 64 bits
public record VfLink(
        int index,
        Reported<LinkAddress> mac,
        Reported<VfVlan> vlan,
        Reported<Long> minTxRate,
        Reported<Long> maxTxRate,
        Reported<Boolean> spoofCheck,
        Reported<VfLinkState> linkState,
        Reported<Boolean> rssQuery,
        Reported<Boolean> trust,
        Reported<Long> nodeGuid,
        Reported<Long> portGuid) {}
