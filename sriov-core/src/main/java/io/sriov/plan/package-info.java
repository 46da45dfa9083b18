/// What would have to be done to a PF so that a configuration is in force, and what that would
/// cost.
///
/// A [io.sriov.plan.Planner] compares values: the PF as it is, what is recorded about it, the
/// configuration that is wanted. The result is a value as well. Nothing here touches a host; doing
/// what a plan says is `io.sriov.apply`'s.
package io.sriov.plan;
