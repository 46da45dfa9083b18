/// UCL, the configuration language of libucl, as a data format for Jackson 3.
///
/// UCL is a superset of JSON made for people: sections with and without names, `key = value`, `key:
/// value` and `key value`, comments that nest, numbers with units (`4k`, `2mb`, `10s`), unquoted
/// words, multi-line strings, variables and includes. FreeBSD's base system configures much of
/// itself with it; iovctl(8) is one of its readers.
///
/// | to do | use |
/// |---|---|
/// | bind text to records, maps or trees, and back | [io.sriov.schema.ucl.UclMapper] |
/// | read tokens with exact positions | [io.sriov.schema.ucl.UclParser], from [io.sriov.schema.ucl.UclFactory#createParser(tools.jackson.core.ObjectReadContext, String)] |
/// | change what the reader accepts | [io.sriov.schema.ucl.UclReadFeature] |
/// | allow includes, define variables | [io.sriov.schema.ucl.UclFactoryBuilder] |
///
/// ```java
/// record Pf(String device, int num_vfs) {}
/// record Config(Pf PF) {}
///
/// Config config = new UclMapper().readValue("""
///         PF {
///             device : ix0        # as in /dev/iov
///             num_vfs : 4
///         }
///         """, Config.class);
/// ```
///
/// What is accepted, and what it means, is what libucl 0.9 makes of the same text after
/// `ucl_parser_new(0)`; the oddities are kept on purpose, because a file must mean the same to
/// every program that reads it. Where this package differs, a [io.sriov.schema.ucl.UclReadFeature]
/// says so.
///
/// Text is bytes to libucl, and a [String] here: a byte that is not part of well-formed UTF-8 is
/// one lone surrogate, `U+DC00` plus the byte, and is written as that byte again.
///
/// The package stands on its own: it knows nothing of SR-IOV, and imports nothing else of this
/// project but `io.sriov.schema.utf8`.
package io.sriov.schema.ucl;
