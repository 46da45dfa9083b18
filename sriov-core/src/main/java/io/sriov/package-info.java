/// The entrance: [io.sriov.Sriov] opens a host, plans and applies configurations, and recovers.
///
/// Everything it does can be had from the packages below as well; it adds nothing but their
/// connection.
package io.sriov;
