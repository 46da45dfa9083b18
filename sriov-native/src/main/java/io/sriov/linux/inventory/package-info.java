/// What SR-IOV there is on a Linux machine, and who uses it: PFs, VFs, the limits they have and the
/// names they go by, read from sysfs and `/proc`. Changes nothing.
///
/// Devices come and go while they are read; what is gone is left out. Reading everything takes time
/// in proportion to the number of functions, network interfaces and open files. Not exported.
package io.sriov.linux.inventory;
