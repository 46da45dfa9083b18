package com.example.controller;

import java.util.Map;

// snippet: request
/// What a VM needs.
///
/// @param vm the VM's name
/// @param vfs how many VFs, from 1
/// @param parameters what each of them is to be given, as a configuration file would: texts,
///   numbers and truth values, by the names of the PF's schema
public record VmRequest(String vm, int vfs, Map<String, Object> parameters) {}
// end
