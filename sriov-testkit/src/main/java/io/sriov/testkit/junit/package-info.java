/// Simulated hosts in JUnit tests: [SimulatedHost][io.sriov.testkit.junit.SimulatedHost] gives each
/// test a machine of its own, and tells what happened on it when the test fails.
package io.sriov.testkit.junit;
