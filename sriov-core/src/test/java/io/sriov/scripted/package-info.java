/// A kernel in memory for tests of what stands above the ports: it does what a kernel does, and
/// fails where it is told.
@org.jspecify.annotations.NullMarked
package io.sriov.scripted;
