/// The ports: what a kernel, or a simulation of one, can do with SR-IOV devices, and the errno it
/// gives when it cannot.
///
/// A platform implements [io.sriov.host.HostPlatform], found by `ServiceLoader`; everything above
/// (planning, applying, `iovctl`) speaks to these interfaces alone. What belongs here is what a
/// kernel does; deciding what to do with it does not.
package io.sriov.host;
