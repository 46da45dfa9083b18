/// What is wrong with an input, where, and what to do about it.
///
/// Problems of an input are values here, never exceptions: every stage that reads or checks
/// something hands over a [io.sriov.schema.diagnostic.DiagnosticReport], which prints as text for
/// people and as JSON for programs. This package knows nothing of schemas, configurations or file
/// formats; the stages that find problems own their codes and their wording.
package io.sriov.schema.diagnostic;
