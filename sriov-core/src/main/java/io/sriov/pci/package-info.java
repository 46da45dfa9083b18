/// PCI as SR-IOV needs it: addresses, configuration space, the capabilities of a function, and
/// where VFs appear.
///
/// Here live the facts of the PCI Express specification, each register offset and bit once, as a
/// named constant beside the type that decodes it. Nothing here knows an operating system: a
/// platform supplies a [io.sriov.pci.ConfigSpace], everything else is arithmetic on what is read
/// from it. No I/O other than through that port, no native code.
///
/// Section numbers are those of the PCI Express Base Specification, Revision 6.0.
package io.sriov.pci;
