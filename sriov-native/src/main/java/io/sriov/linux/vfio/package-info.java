/// VFIO: how a program outside of the kernel, such as a hypervisor, gets a function.
///
/// There are two ways to the same device. The older one goes through the function's IOMMU group,
/// `/dev/vfio/7`, which is put into a container, `/dev/vfio/vfio`. The newer one, from Linux 6.6
/// on, goes through the function's own node, `/dev/vfio/devices/vfio0`, and `/dev/iommu`. A
/// controller needs either only to tell whether a guest can have the function, and to hand over the
/// node; memory is mapped by the hypervisor.
///
/// The structures and numbers are those of Linux's `include/uapi/linux/vfio.h`; see also
/// `Documentation/driver-api/vfio.rst`.
package io.sriov.linux.vfio;
