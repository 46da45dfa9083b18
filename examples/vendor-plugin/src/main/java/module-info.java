/// The plug-in for PFs of ZX compression cards. Nothing of it is for others: ServiceLoader finds
/// it.
// snippet: module
module com.example.zx {
    requires io.sriov.core;

    provides io.sriov.driver.PfDriverProvider with
            com.example.zx.ZxDrivers;
}
// end
