/// A machine's SR-IOV devices on paper: what a host knew of its ports, PFs and VFs at one moment,
/// to be read elsewhere.
///
/// A [MachineDump][io.sriov.dump.MachineDump] is made by [io.sriov.host.Host#dump()], masked by
/// [Masking][io.sriov.dump.Masking] before it leaves the machine, written and read as JSON by
/// [DumpWriter][io.sriov.dump.DumpWriter] and [DumpReader][io.sriov.dump.DumpReader]. Nothing here
/// asks a host.
package io.sriov.dump;
