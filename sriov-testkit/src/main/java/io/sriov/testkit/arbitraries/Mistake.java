package io.sriov.testkit.arbitraries;

import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.ConfigCode;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.DiagnosticCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be wrong with the text of a configuration; each makes a text with that and no other
/// mistake.
enum Mistake {
    UNKNOWN_PARAMETER(ConfigCode.UNKNOWN_PARAMETER) {
        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config);
            lines.vf(config, vf);
            return lines.add("no-such-parameter", "1");
        }
    },
    WRONG_TYPE(ConfigCode.WRONG_TYPE) {
        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config);
            lines.vf(config, vf, "passthrough");
            return lines.add("passthrough", "\"true\"");
        }
    },
    REPEATED_PARAMETER(ConfigCode.REPEATED_PARAMETER) {
        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config);
            lines.vf(config, vf, "passthrough");
            lines.add("passthrough", "true");
            return lines.add("PASSTHROUGH", "true");
        }
    },
    MULTICAST_ADDRESS(ConfigCode.MULTICAST_ADDRESS) {
        @Override
        boolean fits(PfSchema schema) {
            return address(schema).isPresent();
        }

        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            String name = address(config.schema()).orElseThrow().name();
            lines.pf(config);
            lines.vf(config, vf, name);
            return lines.add(name, "\"01:00:5e:00:00:01\"");
        }

        private static Optional<Parameter> address(PfSchema schema) {
            return schema.vf().parameters().stream()
                    .filter(one -> one.type().equals(Optional.of(ParameterType.UNICAST_MAC)))
                    .findFirst();
        }
    },
    MISSING_PARAMETER(ConfigCode.MISSING_PARAMETER) {
        @Override
        boolean fits(PfSchema schema) {
            return required(schema).isPresent();
        }

        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config);
            return lines.vf(config, vf, required(config.schema()).orElseThrow().name());
        }

        private static Optional<Parameter> required(PfSchema schema) {
            return schema.vf().parameters().stream().filter(Parameter::required).findFirst();
        }
    },
    NO_VFS(ConfigCode.NO_VFS) {
        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config, "num_vfs");
            return lines.add("num_vfs", "0");
        }
    },
    VF_NUMBER_TOO_LARGE(ConfigCode.VF_NUMBER_TOO_LARGE) {
        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config);
            lines.vf(config, vf);
            return lines.section("VF-65536");
        }
    },
    VF_OUT_OF_BOUNDS(ConfigCode.VF_OUT_OF_BOUNDS) {
        @Override
        int text(ConfigLines lines, IovConfig config, int vf) {
            lines.pf(config);
            lines.vf(config, vf);
            int line = lines.section("VF-" + config.numVfs());
            config.vfs().getFirst().given().forEach(lines::add);
            return line;
        }
    };

    private final ConfigCode code;

    Mistake(ConfigCode code) {
        this.code = code;
    }

    /// {@return what is to be said of it}
    DiagnosticCode code() {
        return code;
    }

    /// {@return the mistakes that can be made with configurations for a schema}
    static List<Mistake> possible(PfSchema schema) {
        return Stream.of(values()).filter(mistake -> mistake.fits(schema)).toList();
    }

    /// Whether a schema has what it takes to make the mistake.
    boolean fits(PfSchema schema) {
        return true;
    }

    /// Writes a text; the other VFs of the configuration, which are as they should be, come last.
    ///
    /// @return the mistake's line, from 1
    abstract int text(ConfigLines lines, IovConfig config, int vf);

    InvalidConfig make(IovConfig config, int vf) {
        var lines = new ConfigLines();
        int line = text(lines, config, vf);
        if (this != NO_VFS) {
            for (int other = 0; other < config.numVfs(); other++) {
                if (other != vf) {
                    lines.vf(config, other);
                }
            }
        }
        return new InvalidConfig(lines.text(), code, line);
    }
}
