package io.sriov.schema.bench;

import io.sriov.schema.config.IovConfig;

/// Configurations to measure with: every VF has its own section with four of the ix driver's
/// parameters.
final class ConfigurationText {
    private ConfigurationText() {}

    static String of(int vfs) {
        var text = new StringBuilder();
        text.append("PF {\n    device : ix0;\n    num_vfs : ").append(vfs).append(";\n}\n");
        for (int i = 0; i < vfs; i++) {
            text.append(IovConfig.vfName(i)).append(" {\n");
            text.append(
                    String.format(
                            "    mac-addr : \"02:00:00:%02x:%02x:01\";%n",
                            i >> 8 & 0xff, i & 0xff));
            text.append("    mac-anti-spoof : false;\n");
            text.append("    vlan : ").append(i % 4096).append(";\n");
            text.append("    passthrough : true;\n}\n");
        }
        return text.toString();
    }
}
