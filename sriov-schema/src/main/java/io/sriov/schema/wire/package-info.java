/// Schemas and configurations as nvlists, in the form that the FreeBSD kernel and iovctl(8)
/// exchange through `IOV_GET_SCHEMA` and `IOV_CONFIG`.
///
/// [SchemaNvlist][io.sriov.schema.wire.SchemaNvlist] and
/// [ConfigNvlist][io.sriov.schema.wire.ConfigNvlist] write exactly the lists that
/// `sys/dev/pci/pci_iov_schema.c` and `usr.sbin/iovctl/parse.c` write: the same order, spelling and
/// flags, hence the same bytes. They read any list and report what is wrong with it, each problem
/// at a path such as `VF-3.DRIVER.mac-addr`. How an nvlist becomes bytes is not decided here but in
/// `io.sriov.schema.nvlist`.
package io.sriov.schema.wire;
