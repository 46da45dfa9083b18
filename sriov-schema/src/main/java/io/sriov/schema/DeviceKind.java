package io.sriov.schema;

import java.util.List;

/// The two kinds of device that a schema describes.
public enum DeviceKind {
    /// The physical function.
    PF(
            List.of(
                    Parameter.required("num_vfs", ParameterType.UINT16),
                    Parameter.required("device", ParameterType.STRING))),
    /// A virtual function.
    VF(List.of(Parameter.defaulted("passthrough", ParameterType.BOOL, ParameterValue.Bool.FALSE)));

    private final List<Parameter> infrastructure;

    DeviceKind(List<Parameter> infrastructure) {
        this.infrastructure = infrastructure;
    }

    /// {@return the parameters that the infrastructure itself gives every such device, in packed
    /// order}
    ///
    /// Source: `pci_iov_build_pf_schema` and `pci_iov_build_vf_schema` of FreeBSD's
    /// `sys/dev/pci/pci_iov.c`.
    public List<Parameter> infrastructure() {
        return infrastructure;
    }
}
