/// Linux: the host ports on its kernel.
///
/// [LinuxHost] is the machine; the packages below hold what it is put together from: the inventory,
/// drivers and their binding, rtnetlink, VFIO, and the PF drivers that come with the SDK.
package io.sriov.linux;
