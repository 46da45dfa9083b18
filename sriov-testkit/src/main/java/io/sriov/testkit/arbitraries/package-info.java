/// What jqwik draws for properties of programs and drivers: schemas, configurations that fit them
/// and configurations that do not, machines, and schedules of faults. All shrink towards little:
/// few parameters, few VFs, one device, one fault.
///
/// They need jqwik on the path of the tests. Thread-safe.
package io.sriov.testkit.arbitraries;
