package io.sriov.testkit.sim;

import io.sriov.host.Errno;
import io.sriov.schema.nvlist.NvPair;
import io.sriov.schema.nvlist.NvValue;
import io.sriov.schema.nvlist.Nvlist;
import java.util.Optional;

/// What a kernel demands of a schema: `pci_iov_validate_schema` of FreeBSD's
/// `sys/dev/pci/pci_iov_schema.c`, with its checks in its order.
///
/// A list is searched as its own flags say, so names of any case are found in lists with the flag
/// IGNORE_CASE; devices and subsystems must be in capitals all the same.
final class KernelSchemaRules {
    // schema_private.h has these in capitals, drivers' parameters have them in small letters.
    private static final String TYPE = "TYPE";
    private static final String DEFAULT = "DEFAULT";
    private static final String REQUIRED = "REQUIRED";

    private final KernelTypes types;

    private KernelSchemaRules(KernelTypes types) {
        this.types = types;
    }

    /// Validates a schema.
    ///
    /// @throws KernelError with EINVAL and the first breach
    static void validate(Nvlist schema, KernelTypes types) throws KernelError {
        KernelSchemaRules rules = new KernelSchemaRules(types);
        rules.device(schema, KernelSchema.PF);
        rules.device(schema, KernelSchema.VF);
        onlyThese(schema, KernelSchema.PF, KernelSchema.VF, "its schema");
    }

    private void device(Nvlist schema, String name) throws KernelError {
        Nvlist device = list(schema, name, name);
        Nvlist iov = subsystem(device, KernelSchema.IOV, name);
        Nvlist driver = subsystem(device, KernelSchema.DRIVER, name);
        for (NvPair parameter : driver.pairs()) {
            if (iov.contains(parameter.name())) {
                throw invalid("every " + name + " has a '" + parameter.name() + "' already");
            }
        }
        onlyThese(device, KernelSchema.IOV, KernelSchema.DRIVER, name);
    }

    private Nvlist subsystem(Nvlist device, String name, String deviceName) throws KernelError {
        String path = deviceName + "." + name;
        Nvlist subsystem = list(device, name, path);
        for (NvPair parameter : subsystem.pairs()) {
            String parameterPath = path + "." + parameter.name();
            if (!(parameter.value() instanceof Nvlist node)) {
                throw invalid(parameterPath + " is no list");
            }
            parameter(node, parameterPath);
        }
        return subsystem;
    }

    private void parameter(Nvlist node, String path) throws KernelError {
        String typeName = node.string(TYPE).orElseThrow(() -> invalid(path + " has no type"));
        KernelType type =
                types.named(typeName)
                        .orElseThrow(() -> invalid(path + " has unknown type '" + typeName + "'"));
        if (node.contains(DEFAULT)) {
            if (type.valueIn(node, DEFAULT).isEmpty()) {
                throw invalid("the default of " + path + " is no " + typeName);
            }
            if (node.contains(REQUIRED)) {
                throw invalid(path + " has both a default and 'required'");
            }
        }
        if (node.contains(REQUIRED) && node.value(REQUIRED, NvValue.Bool.class).isEmpty()) {
            throw invalid("'required' of " + path + " is no BOOL");
        }
    }

    private static Nvlist list(Nvlist in, String name, String path) throws KernelError {
        Optional<Nvlist> list = in.nvlist(name);
        return list.orElseThrow(() -> invalid("there is no list " + path));
    }

    private static void onlyThese(Nvlist list, String one, String other, String where)
            throws KernelError {
        for (NvPair pair : list.pairs()) {
            if (!pair.name().equals(one) && !pair.name().equals(other)) {
                throw invalid(where + " has '" + pair.name() + "' beside " + one + " and " + other);
            }
        }
    }

    static KernelError invalid(String reason) {
        return new KernelError(Errno.EINVAL, reason, "give a schema as pci_iov_schema(9) has them");
    }
}
