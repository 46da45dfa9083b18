/// Tests that run as root in the lab's machine, on its kernel and its devices: every class named
/// `*Test` does, one after the other in one JVM. `docs/lab.md` says how.
@NullMarked
package io.sriov.lab;

import org.jspecify.annotations.NullMarked;
