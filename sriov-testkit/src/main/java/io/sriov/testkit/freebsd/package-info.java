/// A simulated FreeBSD kernel behind the C library's functions: what a program gives and gets is
/// memory, as the kernel's binary interface has it.
///
/// [io.sriov.testkit.freebsd.SimulatedFreeBsd] is a lookup of `open`, `ioctl`, `close`,
/// `getdirentries`, `sysctlbyname` and `getifaddrs` for whoever binds them through the foreign
/// function API; behind them are the device nodes `/dev/iov/*`, `/dev/pci` and `/dev/devctl2` of a
/// [io.sriov.testkit.sim.SimulatedKernel]. The layouts here are written from the kernel's headers
/// and share nothing with the code that they test. Needs native access.
package io.sriov.testkit.freebsd;
