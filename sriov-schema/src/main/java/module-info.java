/// What may be configured, what was asked for, and whether the two agree. No host, no native code.
@org.jspecify.annotations.NullMarked
module io.sriov.schema {
    requires static transitive org.jspecify;
    requires static org.immutables.value.annotations;
    requires transitive tools.jackson.core;
    requires transitive tools.jackson.databind;
    requires org.snakeyaml.engine;
    requires tools.jackson.dataformat.yaml;

    exports io.sriov.schema;
    exports io.sriov.schema.compare;
    exports io.sriov.schema.config;
    exports io.sriov.schema.diagnostic;
    exports io.sriov.schema.file;
    exports io.sriov.schema.nvlist;
    exports io.sriov.schema.reference;
    exports io.sriov.schema.text;
    exports io.sriov.schema.ucl;
    exports io.sriov.schema.utf8;
    exports io.sriov.schema.wire;

    provides tools.jackson.core.TokenStreamFactory with
            io.sriov.schema.ucl.UclFactory;
    provides tools.jackson.databind.ObjectMapper with
            io.sriov.schema.ucl.UclMapper;
}
