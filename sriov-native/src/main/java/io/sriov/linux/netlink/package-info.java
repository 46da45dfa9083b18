/// rtnetlink: the links of a network namespace, and what the kernel keeps for a PF about its VFs;
/// and of generic netlink what devlink tells of a PF's eswitch.
///
/// ```
/// Rtnetlink ── one call, one socket ──▶ NetlinkSocket ── Sockets ──▶ kernel
///   │  LinkRequest writes, NlWriter                        │
///   └─ LinkReply reads ◀── NlMessage, NlAttributes, NlBytes ┘
/// Devlink ── the same, with GenericRequest
/// ```
///
/// What a link's answer says is read no further than it can be trusted. The kernel keeps the length
/// of an attribute in 16 bits and lets that of `IFLA_VFINFO_LIST` wrap when a PF has more VFs than
/// fit, so a list is [complete][VfList.Complete] or [unknown][VfList.Unknown], and never cut short.
///
/// Numbers and structures are those of the kernel's headers `linux/netlink.h`, `linux/rtnetlink.h`,
/// `linux/if_link.h`, `linux/genetlink.h` and `linux/devlink.h`, in the byte order of the machine.
/// Everything happens in the network namespace of the calling thread. Not exported.
package io.sriov.linux.netlink;
