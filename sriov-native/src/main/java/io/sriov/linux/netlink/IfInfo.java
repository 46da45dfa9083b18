package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// Messages about links: `include/uapi/linux/rtnetlink.h` and `if_link.h`.
final class IfInfo {
    /// What such a message begins with:
    ///
    /// ```c
    /// struct ifinfomsg {
    ///     unsigned char  ifi_family;
    ///     unsigned char  __ifi_pad;
    ///     unsigned short ifi_type;   // ARPHRD_*
    ///     int            ifi_index;
    ///     unsigned       ifi_flags;  // IFF_*
    ///     unsigned       ifi_change;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_BYTE.withName("ifi_family"),
                            JAVA_BYTE.withName("__ifi_pad"),
                            JAVA_SHORT_UNALIGNED.withName("ifi_type"),
                            JAVA_INT_UNALIGNED.withName("ifi_index"),
                            JAVA_INT_UNALIGNED.withName("ifi_flags"),
                            JAVA_INT_UNALIGNED.withName("ifi_change"))
                    .withName("ifinfomsg");

    static final long INDEX = offset("ifi_index");
    static final long FLAGS = offset("ifi_flags");

    /// Which of the flags are meant, when a link is changed.
    static final long CHANGE = offset("ifi_change");

    /// `RTM_NEWLINK`: what a link is.
    static final int RTM_NEWLINK = 16;

    /// `RTM_GETLINK`: asks what a link is.
    static final int RTM_GETLINK = 18;

    /// `RTM_SETLINK`: changes a link.
    static final int RTM_SETLINK = 19;

    /// `IFLA_ADDRESS`: its link-layer address, as long as its kind of link has it.
    static final int ADDRESS = 1;

    /// `IFLA_IFNAME`: its name, text.
    static final int IFNAME = 3;

    /// `IFLA_MASTER`: the index of the bridge or bond that it is part of, 32 bits.
    static final int MASTER = 10;

    /// `IFLA_OPERSTATE`: its state, 8 bits.
    static final int OPERSTATE = 16;

    /// `IFLA_NUM_VF`: how many VFs its device has, 32 bits.
    static final int NUM_VF = 21;

    /// `IFLA_VFINFO_LIST`: its VFs, each in one [#VF_INFO].
    static final int VFINFO_LIST = 22;

    /// `IFLA_EXT_MASK`: what to tell, `RTEXT_FILTER_*`, 32 bits.
    static final int EXT_MASK = 29;

    /// `IFLA_VF_INFO`: a VF, of [VfAttribute]s.
    static final int VF_INFO = 1;

    /// `IFLA_VF_VLAN_INFO`: one of the VLANs in [VfAttribute#VLAN_LIST].
    static final int VF_VLAN_INFO = 1;

    /// `RTEXT_FILTER_VF`: tell the VFs.
    static final int FILTER_VF = 0x1;

    /// `RTEXT_FILTER_SKIP_STATS`: without statistics, those of the VFs included since Linux 6.5.
    static final int FILTER_SKIP_STATS = 0x8;

    private IfInfo() {}

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }
}
