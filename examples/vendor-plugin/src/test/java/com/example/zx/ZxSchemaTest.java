package com.example.zx;

import io.sriov.schema.file.SchemaReader;
import io.sriov.testkit.assertions.SchemaAssertions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Configurations that were written for the first release go on working.
class ZxSchemaTest {
    @Test
    void configurationsOfTheFirstReleaseAreValid() {
        var released =
                SchemaReader.read(Path.of("src/test/resources/zx-1.0.json")).schema().orElseThrow();
        SchemaAssertions.assertCompatible(released, Setting.SCHEMA);
    }
}
