/// Linux: what the host ports are on its kernel.
///
/// So far the configuration space of a function, through sysfs.
package io.sriov.linux;
