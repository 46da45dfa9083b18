package io.sriov.linux;

/// What keeps VFs from being created.
///
/// @param detail what it is, one clause
/// @param remedy what to do about it
record Obstacle(String detail, String remedy) {}
