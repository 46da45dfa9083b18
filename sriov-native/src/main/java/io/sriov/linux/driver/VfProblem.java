package io.sriov.linux.driver;

import io.sriov.driver.DriverCode;

/// What is wrong with a VF's parameters.
///
/// @param at the parameter that it is said of
/// @param code the kind of problem
/// @param message what is wrong, with the value
/// @param hint what to do
record VfProblem(VfParameter at, DriverCode code, String message, String hint) {}
