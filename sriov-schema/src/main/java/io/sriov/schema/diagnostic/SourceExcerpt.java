package io.sriov.schema.diagnostic;

/// A source line, or the part of it around a column. Immutable and thread-safe.
///
/// @param text the characters
/// @param caret where in them the column is, from 0; the length where it is behind them
/// @param whole whether they are the whole line
record SourceExcerpt(String text, int caret, boolean whole) {}
