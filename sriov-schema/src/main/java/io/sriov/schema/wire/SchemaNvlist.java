package io.sriov.schema.wire;

import io.sriov.schema.DeviceKind;
import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistFormatException;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.nvlist.NvlistUnpacker;

/// A schema as the kernel publishes it (`IOV_GET_SCHEMA`; `pci_iov_attach` in FreeBSD's
/// `sys/dev/pci/pci_iov.c`).
///
/// ```
/// PF -> DRIVER -> parameter -> type, [default], [required]
///       IOV    -> num_vfs, device
/// VF -> DRIVER -> parameter ...
///       IOV    -> passthrough
/// ```
///
/// All lists have the flag [NvFlag#IGNORE_CASE]. Descriptions of parameters are not part of the
/// packed form.
public final class SchemaNvlist {
    static final String TYPE = "type";
    static final String DEFAULT = "default";
    static final String REQUIRED = "required";

    private SchemaNvlist() {}

    /// {@return the list of a schema, its parts in the kernel's order}
    ///
    /// @param schema the schema
    public static Nvlist of(PfSchema schema) {
        Nvlist.Builder list = Nvlist.builder(NvFlag.IGNORE_CASE);
        for (DeviceKind kind : DeviceKind.values()) {
            list.addNvlist(kind.name(), device(schema.device(kind)));
        }
        return list.build();
    }

    /// {@return the packed list of a schema, as `IOV_GET_SCHEMA` gives it on a little-endian
    /// machine}
    ///
    /// @param schema the schema
    public static byte[] pack(PfSchema schema) {
        return NvlistPacker.pack(of(schema));
    }

    private static Nvlist device(DeviceSchema schema) {
        Nvlist.Builder list = Nvlist.builder(NvFlag.IGNORE_CASE);
        for (Subsystem subsystem : Subsystem.values()) {
            Nvlist.Builder parameters = Nvlist.builder(NvFlag.IGNORE_CASE);
            for (Parameter parameter : schema.parameters(subsystem)) {
                parameters.addNvlist(parameter.name(), parameter(parameter));
            }
            list.addNvlist(subsystem.name(), parameters.build());
        }
        return list.build();
    }

    private static Nvlist parameter(Parameter parameter) {
        Nvlist.Builder list = Nvlist.builder(NvFlag.IGNORE_CASE);
        list.addString(TYPE, parameter.typeName());
        parameter.defaultValue().ifPresent(value -> list.add(DEFAULT, WireValue.of(value)));
        if (parameter.required()) {
            list.addBool(REQUIRED, true);
        }
        return list.build();
    }

    /// {@return the schema that a list holds}
    ///
    /// The rules are those of the kernel, with the diagnostics of [io.sriov.schema.SchemaCode] and
    /// [WireCode] and every problem reported. What only a newer kernel can have put there is kept
    /// or passed over with a warning: types unknown here, and entries without a meaning here. The
    /// infrastructure's parameters are those of the list.
    ///
    /// @param list the list
    public static Decoded<PfSchema> read(Nvlist list) {
        return new SchemaReader().read(list);
    }

    /// {@return the schema that packed bytes hold; bytes that are no list are a problem like any
    /// other}
    ///
    /// @param bytes a packed list with the flag [NvFlag#IGNORE_CASE], of either byte order
    public static Decoded<PfSchema> unpack(byte[] bytes) {
        Nvlist list;
        try {
            list = NvlistUnpacker.unpack(bytes, NvFlag.IGNORE_CASE);
        } catch (NvlistFormatException e) {
            return Decoded.failed(WireProblem.notAnNvlist("schema", e));
        }
        return read(list);
    }
}
