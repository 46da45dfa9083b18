/// The contracts of the host ports as JUnit 5 tests, to be run against every platform unchanged.
///
/// A platform's tests extend each contract and give it a bench to work on: a
/// [io.sriov.testkit.contract.HostBench], a [io.sriov.testkit.contract.ConfigSpaceBench], or a
/// [io.sriov.testkit.contract.RecordStoreBench]. The name of a test is the rule it checks, a
/// failure says which rule is broken, and what a bench cannot do is skipped and says so.
///
/// This package needs JUnit's API and AssertJ, which whoever runs the contracts brings along; the
/// rest of the module does without them.
package io.sriov.testkit.contract;
