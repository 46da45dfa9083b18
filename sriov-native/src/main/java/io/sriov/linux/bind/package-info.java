/// Which driver a PCI function has, and giving it another: Linux's `driver_override`, `bind` and
/// `unbind` in sysfs, and resetting a function between two users.
///
/// Nothing here uses `new_id`, which takes every function with the same IDs. Not exported.
package io.sriov.linux.bind;
