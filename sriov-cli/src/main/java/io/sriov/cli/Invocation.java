package io.sriov.cli;

/// One run of the command.
///
/// @param arguments what is asked for
/// @param terminal where output goes
/// @param problems where to say what is wrong
record Invocation(Arguments arguments, Terminal terminal, Problems problems) {}
