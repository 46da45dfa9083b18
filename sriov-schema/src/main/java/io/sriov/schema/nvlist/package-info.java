/// Name/value lists as FreeBSD's libnv packs them: the wire form of SR-IOV schemas and
/// configurations.
///
/// [Nvlist][io.sriov.schema.nvlist.Nvlist] is the immutable list,
/// [NvlistPacker][io.sriov.schema.nvlist.NvlistPacker] and
/// [NvlistUnpacker][io.sriov.schema.nvlist.NvlistUnpacker] turn it into bytes and back,
/// [NvlistDump][io.sriov.schema.nvlist.NvlistDump] prints it as `nvlist_fdump` does. The package
/// knows nothing of SR-IOV and depends on nothing but `io.sriov.schema.utf8` and the JDK; what a
/// schema or a configuration looks like as an nvlist is not decided here.
///
/// Facts about the format come from FreeBSD's `sys/contrib/libnv/nvlist.c` and `bsd_nvpair.c`, and
/// from nv(9). All of them stand in `NvlistLayout`.
///
/// ## Strings
///
/// To libnv a name or a string is any run of bytes without NUL. Here it is a [String], decoded as
/// UTF-8. A byte that is not part of well-formed UTF-8 becomes one lone surrogate, `U+DC00` plus
/// the byte (`U+DC80` to `U+DCFF`), and packs back to that byte: every byte string survives
/// unpacking and packing unchanged. A lone surrogate outside that range stands for the three bytes
/// of its own code point. Names and values put such text into one form when they are made, so equal
/// bytes are equal text.
package io.sriov.schema.nvlist;
