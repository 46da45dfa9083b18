package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.schema.PfSchema;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.nvlist.NvlistUnpacker;
import io.sriov.schema.wire.SchemaNvlist;

/// The schema of a PF as its kernel keeps it: what the driver registered, and what the kernel put
/// beside it. Immutable and thread-safe.
///
/// ```
/// PF -> DRIVER -> the driver's parameters
///       IOV    -> num_vfs, device
/// VF -> DRIVER -> the driver's parameters
///       IOV    -> passthrough
/// ```
///
/// @param list all of it
/// @param types the types that the kernel knows
/// @param replaced whether it was registered in place of the driver's own
record KernelSchema(Nvlist list, KernelTypes types, boolean replaced) {
    static final String PF = "PF";
    static final String VF = "VF";
    static final String DRIVER = "DRIVER";
    static final String IOV = "IOV";

    private static final Nvlist REQUIRED_UINT16 =
            node().addString("type", "uint16_t").addBool("required", true).build();
    private static final Nvlist REQUIRED_STRING =
            node().addString("type", "string").addBool("required", true).build();
    private static final Nvlist FALSE_BY_DEFAULT =
            node().addString("type", "bool").addBool("default", false).build();

    /// `pci_iov_get_pf_subsystem_schema`.
    private static final Nvlist PF_IOV =
            node().addNvlist("num_vfs", REQUIRED_UINT16)
                    .addNvlist("device", REQUIRED_STRING)
                    .build();

    /// `pci_iov_get_vf_subsystem_schema`.
    private static final Nvlist VF_IOV = node().addNvlist("passthrough", FALSE_BY_DEFAULT).build();

    /// Registers a driver's own schema.
    ///
    /// @throws KernelError as [#register]
    static KernelSchema of(PfSchema driver, KernelTypes types) throws KernelError {
        Nvlist list = SchemaNvlist.of(driver);
        return register(driverList(list, PF), driverList(list, VF), types, false);
    }

    /// Registers two lists of parameters in place of the driver's own.
    ///
    /// @throws KernelError as [#register]
    static KernelSchema of(Nvlist pf, Nvlist vf, KernelTypes types) throws KernelError {
        return register(pf, vf, types, true);
    }

    /// Registers again what was registered in place of the driver's own.
    ///
    /// @param packed what [#packed()] gave
    /// @throws KernelError as [#register]; also with EINVAL if it is no packed schema
    static KernelSchema ofPacked(byte[] packed, KernelTypes types) throws KernelError {
        try {
            Nvlist list = NvlistUnpacker.unpack(packed, NvFlag.IGNORE_CASE);
            return of(driverList(list, PF), driverList(list, VF), types);
        } catch (NvlistFormatException e) {
            throw KernelSchemaRules.invalid("its schema is no nvlist: " + e.getMessage());
        }
    }

    /// `pci_iov_build_schema` and `pci_iov_validate_schema`.
    ///
    /// @throws KernelError with ENOMEM if a name stands twice in a list, EINVAL if a rule of
    ///   [KernelSchemaRules] is broken
    private static KernelSchema register(Nvlist pf, Nvlist vf, KernelTypes types, boolean replaced)
            throws KernelError {
        Nvlist list =
                node().addNvlist(PF, device(added(pf), PF_IOV))
                        .addNvlist(VF, device(added(vf), VF_IOV))
                        .build();
        KernelSchemaRules.validate(list, types);
        return new KernelSchema(list, types, replaced);
    }

    /// The parameters as a driver adds them, one by one, to what `pci_iov_schema_alloc_node` gave
    /// it. An error stays in that list, and whatever it was, `pci_iov_attach` has no schema then
    /// and takes memory to be short.
    private static Nvlist added(Nvlist parameters) throws KernelError {
        Nvlist.Builder list = node();
        for (NvPair parameter : parameters.pairs()) {
            if (!list.takes(parameter.name())) {
                throw new KernelError(
                        Errno.ENOMEM,
                        "its schema has '" + parameter.name() + "' twice",
                        "give each parameter a name of its own, whatever the case");
            }
            list.add(parameter);
        }
        return list.build();
    }

    private static Nvlist device(Nvlist driver, Nvlist iov) {
        return node().addNvlist(DRIVER, driver).addNvlist(IOV, iov).build();
    }

    private static Nvlist driverList(Nvlist list, String device) throws KernelError {
        return list.nvlist(device)
                .flatMap(subsystems -> subsystems.nvlist(DRIVER))
                .orElseThrow(() ->
                        KernelSchemaRules.invalid("its schema has no list DRIVER for " + device));
    }

    /// `pci_iov_schema_alloc_node`.
    private static Nvlist.Builder node() {
        return Nvlist.builder(NvFlag.IGNORE_CASE);
    }

    /// The parameters of one subsystem of one device.
    Nvlist parameters(String device, String subsystem) {
        return list.nvlist(device).flatMap(d -> d.nvlist(subsystem)).orElseThrow();
    }

    /// The type by which values of a parameter are checked. Validation looks for `TYPE`, later uses
    /// for `type`: not the same in a list without the flag IGNORE_CASE, which no function of
    /// pci_iov_schema(9) makes.
    ///
    /// @throws IllegalStateException where a real kernel panics: there is no such type
    KernelType type(NvPair parameter) {
        return ((Nvlist) parameter.value())
                .string("type")
                .flatMap(types::named)
                .orElseThrow(() -> panic("'" + parameter.name() + "' has no known 'type'"));
    }

    /// What ends a real kernel, and with it the machine.
    static IllegalStateException panic(String reason) {
        return new IllegalStateException("the kernel panics: " + reason);
    }

    /// What `IOV_GET_SCHEMA` gives.
    byte[] packed() {
        return NvlistPacker.pack(list);
    }
}
