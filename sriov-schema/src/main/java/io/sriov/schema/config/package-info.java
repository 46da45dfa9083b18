/// From the text of a configuration to an [io.sriov.schema.config.IovConfig] that cannot be wrong
/// any more.
///
/// The language is that of iovctl.conf(5): sections `PF`, `DEFAULT` and `VF-n`, each parameter
/// checked against the schema of the PF. Problems are collected, all of a file at once, and never
/// thrown. This package reads no file and knows no format: it walks what `io.sriov.schema.text` has
/// read.
package io.sriov.schema.config;
