package io.sriov.linux.driver;

import io.sriov.linux.netlink.VfSetting;

/// One message to the kernel about a VF.
///
/// @param at the parameter that the message is for
/// @param text the parameter with its value, for people
/// @param setting what the message sets
record VfStep(VfParameter at, String text, VfSetting setting) {}
