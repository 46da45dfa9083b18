/// Assertions for the tests of those who build on the SDK: drivers with their schemas, and programs
/// with the PFs, VFs, plans and outcomes that they deal with.
///
/// [SchemaAssertions][io.sriov.testkit.assertions.SchemaAssertions] needs no test framework,
/// [SriovAssertions][io.sriov.testkit.assertions.SriovAssertions] needs AssertJ. Nothing here
/// simulates anything.
package io.sriov.testkit.assertions;
