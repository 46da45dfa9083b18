/// How service providers are found. Not exported; what is found is offered by `io.sriov.host` and
/// `io.sriov.driver`.
package io.sriov.service;
