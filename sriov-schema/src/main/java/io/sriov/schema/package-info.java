/// What a PF driver lets one configure: the schema of a PF and its VFs, and the typed values that
/// parameters take.
///
/// The model is that of FreeBSD's pci_iov_schema(9). A [io.sriov.schema.PfSchema] describes two
/// kinds of device, the PF and its VFs; each has the infrastructure's own parameters (`IOV`) and
/// those of the driver (`DRIVER`). Nothing here reads files or knows a wire format: see the
/// packages `file`, `config`, `ucl`, `nvlist` and `wire`.
package io.sriov.schema;
