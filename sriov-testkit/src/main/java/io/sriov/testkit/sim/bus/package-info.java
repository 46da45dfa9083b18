/// The hardware of a simulated machine: a PCI Express hierarchy at register level.
///
/// Ports, PFs and VFs answer configuration accesses as the PCI Express specification says devices
/// do: read-only and writable bits, BARs sized by all ones, VFs that exist only while VF Enable is
/// set, ARI forwarding, routing by bus number. Software that may run on it is not known here, so
/// any kernel can be put on top. Time is a [VirtualClock][io.sriov.testkit.sim.bus.VirtualClock]:
/// nothing sleeps.
///
/// Section numbers are those of the PCI Express Base Specification, Revision 6.0.
package io.sriov.testkit.sim.bus;
