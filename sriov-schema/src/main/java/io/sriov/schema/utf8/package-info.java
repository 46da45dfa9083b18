/// Text that may hold bytes that are not UTF-8, and what writes it.
///
/// To the C programs whose formats this project reads, text is bytes. Here it is a [String], and a
/// byte that is not part of well-formed UTF-8 is one lone surrogate, `U+DC00` plus the byte
/// (`U+DC80` to `U+DCFF`), which is that byte again when the text is written:
/// [io.sriov.schema.utf8.EscapedUtf8]. A standard encoder would write a question mark for it;
/// [io.sriov.schema.utf8.EscapedUtf8Writer] writes the byte, and
/// [io.sriov.schema.utf8.LoneSurrogateEscapes] what JSON has for it. Nothing here depends on
/// anything but the JDK.
package io.sriov.schema.utf8;
