/// Carrying out a plan: each step journalled, done and read back; on failure the previous state is
/// restored and read back as well; after a crash the journal says how to put right what was left.
///
/// [io.sriov.apply.Applier] is the engine, an [io.sriov.apply.Outcome] what comes of it. What is
/// thrown ([io.sriov.host.SriovException]) means that nothing was touched; what is returned means
/// that something was tried.
package io.sriov.apply;
