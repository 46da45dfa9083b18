/// The admin commands of NVMe that concern SR-IOV: each VF is a secondary controller of the PF's,
/// the primary one, which gives it queues and interrupt vectors and puts it online.
///
/// Commands go through the kernel's passthrough, `include/uapi/linux/nvme_ioctl.h`; commands and
/// structures are those of the NVM Express Base Specification 2.0, above all of section 8.26,
/// *Virtualization Enhancements*. Not exported.
package io.sriov.linux.nvme;
