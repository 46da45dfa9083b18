/// What every part of Linux needs: the kernel's errors by name, and sysfs. No knowledge of SR-IOV.
/// Not exported.
package io.sriov.linux.sys;
