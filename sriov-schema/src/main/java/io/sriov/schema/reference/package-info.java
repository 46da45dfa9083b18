/// What a schema says, for those who write configurations: as Markdown, as a manual page, and as a
/// JSON Schema that makes an editor complete and check them.
///
/// Everything is made from the [io.sriov.schema.PfSchema] alone; nothing here reads or writes
/// files.
package io.sriov.schema.reference;
