package io.sriov.testkit.freebsd;

/// A PF whose node below `/dev/iov` is named after the port that it serves, as cxgbe(4) does with
/// `pci_iov_attach_name`. The port is a device of its own, on a card that is another function of
/// the same device (`sys/dev/cxgbe/t4_iov.c`).
///
/// @param device the PF: `t5iov0`
/// @param port the port: `cxl0`
/// @param card the card that the port belongs to: `t5nex0`
public record PortNode(String device, String port, String card) {}
