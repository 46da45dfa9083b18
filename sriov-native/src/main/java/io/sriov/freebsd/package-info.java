/// FreeBSD's kernel: PFs below `/dev/iov`, PCI functions through `/dev/pci`, drivers through
/// `/dev/devctl2`.
///
/// One class per structure of the kernel's interface, with its C text; one per device node; and on
/// top of them the ports of [io.sriov.host]. Everything reaches the kernel through a C library that
/// may be another than this process's, so all of it runs against a simulated kernel as well. What
/// decides what to do with the answers belongs to `io.sriov.plan` and `io.sriov.apply`.
package io.sriov.freebsd;
