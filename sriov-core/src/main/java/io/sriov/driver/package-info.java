/// The SPI for PF drivers: what a vendor implements so that a PF can be configured.
///
/// It mirrors the driver side of FreeBSD's kernel interface, pci_iov(9): a driver publishes a
/// schema, is told how many VFs will come, then of each VF in turn, and at last that they are gone.
/// Parameters arrive validated and with their defaults. Nothing here touches a host.
package io.sriov.driver;
