/// What a change of a schema means for the configurations that there are already.
///
/// [io.sriov.schema.compare.SchemaComparison] puts two versions of a schema side by side and says
/// of each change whether it may come within a stable branch or breaks a configuration that was
/// valid before. Nothing here reads files.
package io.sriov.schema.compare;
