/// A simulated host: hardware from [io.sriov.testkit.sim.bus], a kernel on it that does what
/// FreeBSD's does, and the host ports over both.
///
/// [SimulatedMachine][io.sriov.testkit.sim.SimulatedMachine] describes a machine,
/// [SimulatedHost][io.sriov.testkit.sim.SimulatedHost] is one that runs, and
/// [SimulatedKernel][io.sriov.testkit.sim.SimulatedKernel] is what a test speaks to that wants more
/// than a host's ports: packed configurations as ioctl(2) takes them, VFs in use, the console.
/// `iovctl --host sim` is the machine of
/// [SimulatedMachine#standard()][io.sriov.testkit.sim.SimulatedMachine#standard()].
///
/// The kernel follows FreeBSD's `sys/dev/pci/pci_iov.c` and `pci_iov_schema.c` step by step: the
/// same checks and register accesses in the same order, the same errno. Waiting is done by the
/// hardware's virtual clock.
package io.sriov.testkit.sim;
