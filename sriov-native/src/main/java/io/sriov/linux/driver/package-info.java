/// PF drivers for Linux: what can be set of VFs, on the SPI that vendors use.
package io.sriov.linux.driver;
