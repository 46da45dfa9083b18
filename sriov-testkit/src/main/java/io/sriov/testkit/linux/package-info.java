/// A Linux kernel in memory, on the simulated bus: its PCI and SR-IOV core, the driver core, IOMMU
/// groups, sysfs, the VF attributes of rtnetlink, uevents; and the host ports over it.
///
/// [io.sriov.testkit.linux.SimulatedLinux] is the kernel, to be used by its files and messages as a
/// program uses a real one; [io.sriov.testkit.linux.SimulatedLinuxHost] is a host on it. Each rule
/// names the kernel's file that it comes from. Nothing here touches the machine that it runs on.
package io.sriov.testkit.linux;
