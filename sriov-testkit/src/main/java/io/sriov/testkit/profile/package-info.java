/// Devices by name: what the registers of common devices say, which drivers take them, and how
/// those behave.
///
/// A [DeviceProfile][io.sriov.testkit.profile.DeviceProfile] is a device with its usual drivers,
/// [DriverQuirks][io.sriov.testkit.profile.DriverQuirks] are the ways in which a driver differs
/// from one that does whatever it is asked. Nothing here runs: a simulated kernel reads both.
package io.sriov.testkit.profile;
