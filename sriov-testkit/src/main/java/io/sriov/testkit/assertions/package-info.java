/// Assertions for the tests of those who build on the SDK: drivers with their schemas.
///
/// They throw [AssertionError] and need no test framework. Nothing here simulates anything.
package io.sriov.testkit.assertions;
