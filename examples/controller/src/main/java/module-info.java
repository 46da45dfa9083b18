/// A hypervisor controller that lends the VFs of a PF to VMs.
module com.example.controller {
    requires io.sriov.core;

    exports com.example.controller;

    opens com.example.controller to
            tools.jackson.databind;
}
