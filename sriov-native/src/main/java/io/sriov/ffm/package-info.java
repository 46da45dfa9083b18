/// The C library through the foreign function and memory API: one small class per interface, no
/// knowledge of SR-IOV.
///
/// Calls give what the C function gives, or `-errno`. What an errno number means differs between
/// systems and is the caller's to know. Not exported.
package io.sriov.ffm;
