/// Simulated machines as files: descriptions that a person writes, in YAML, JSON or UCL.
///
/// [MachineReader][io.sriov.testkit.machine.MachineReader] makes a
/// [SimulatedMachine][io.sriov.testkit.sim.SimulatedMachine] of a description and says what is
/// wrong with it, [MachineWriter][io.sriov.testkit.machine.MachineWriter] writes one down. `iovctl
/// --host sim:FILE` opens either.
package io.sriov.testkit.machine;
