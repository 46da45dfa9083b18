package io.sriov.schema;

import java.util.List;

/// The two kinds of device that a schema describes.
public enum DeviceKind {
    /// The physical function.
    PF,
    /// A virtual function.
    VF;

    /// {@return the parameters that the infrastructure itself gives every such device, in packed
    /// order}
    ///
    /// Source: `pci_iov_build_pf_schema` and `pci_iov_build_vf_schema` of FreeBSD's
    /// `sys/dev/pci/pci_iov.c`.
    public List<Parameter> infrastructure() {
        return switch (this) {
            case PF -> Infrastructure.PF;
            case VF -> Infrastructure.VF;
        };
    }

    private static final class Infrastructure {
        static final List<Parameter> PF =
                List.of(
                        Parameter.required("num_vfs", ParameterType.UINT16),
                        Parameter.required("device", ParameterType.STRING));
        static final List<Parameter> VF =
                List.of(
                        Parameter.defaulted(
                                "passthrough", ParameterType.BOOL, ParameterValue.Bool.FALSE));
    }
}
