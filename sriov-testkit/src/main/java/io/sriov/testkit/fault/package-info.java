/// Faults in a host: what goes wrong at which call of a port, or at which access to a register.
///
/// [io.sriov.testkit.fault.FaultyHost] stands before any [io.sriov.host.Host], simulated or real,
/// and is the one process that uses it; [io.sriov.testkit.fault.Faults] says what happens there,
/// and keeps the story of all calls. Below a simulated host the same faults hit the registers of
/// its bus. What belongs here is bringing faults about; what has to come of them is for tests to
/// say.
package io.sriov.testkit.fault;
