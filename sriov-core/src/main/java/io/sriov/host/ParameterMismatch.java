package io.sriov.host;

/// A parameter that does not read back as a configuration declares it.
///
/// @param section the section of the configuration: `PF`, `VF-3`
/// @param parameter the parameter's name
/// @param declared the declared value
/// @param found what reads back, for people
public record ParameterMismatch(String section, String parameter, String declared, String found) {}
