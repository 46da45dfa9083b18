/// The conformance kit for PF drivers: what every [io.sriov.driver.PfDriver] promises, as JUnit 5
/// tests, and a certificate of how one keeps it.
///
/// A vendor extends [io.sriov.testkit.tck.PfDriverTck] and gives it a
/// [io.sriov.testkit.tck.PfDriverBench]: the plug-in, a PF, and a device behind it that can be
/// looked at. Each test is a clause with a number, a rule, and the source that the rule comes from.
/// What to configure is derived from the driver's own schema.
///
/// This package needs JUnit's API and AssertJ, which whoever runs the kit brings along.
package io.sriov.testkit.tck;
