package io.sriov.testkit.linux;

import io.sriov.schema.MacAddress;

/// What a PF's driver keeps of a VF, as it is when the VF comes.
final class VfState {
    static final MacAddress ZERO = MacAddress.of(new byte[MacAddress.LENGTH]);

    /// `ETH_P_8021Q`, `include/uapi/linux/if_ether.h`.
    static final int DOT1Q = 0x8100;

    MacAddress mac = ZERO;
    int vlan;
    int qos;
    int protocol = DOT1Q;
    long minRate;
    long maxRate;
    boolean spoofCheck = true;
    VfSetting.Link link = VfSetting.Link.AUTO;
    boolean rssQuery;
    boolean trust;
    long nodeGuid;
    long portGuid;
}
