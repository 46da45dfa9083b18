/// What is remembered about a PF from one process to the next: the configuration that was applied
/// last, and the journal of an apply that is under way.
///
/// Values and their text form, over the port [io.sriov.host.RecordStore]. Nothing here asks a
/// device anything, and no text, however damaged, makes reading fail: it is reported as damaged.
package io.sriov.record;
