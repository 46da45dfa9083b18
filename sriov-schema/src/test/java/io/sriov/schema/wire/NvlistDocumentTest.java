package io.sriov.schema.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistDump;
import io.sriov.schema.nvlist.NvlistPacker;
import io.sriov.schema.nvlist.NvlistUnpacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Runs the code of docs/nvlist.md.
class NvlistDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/nvlist.md");

    @Test
    void aListIsPackedAndPrinted() throws IOException {
        // snippet: pack
        Nvlist list =
                Nvlist.builder(NvFlag.IGNORE_CASE)
                        .addString("device", "ix0")
                        .addNumber("num_vfs", 3)
                        .build();
        byte[] packed = NvlistPacker.pack(list);
        Nvlist again = NvlistUnpacker.unpack(packed, NvFlag.IGNORE_CASE);
        long vfs = again.number("NUM_VFS").orElse(0);
        String text = NvlistDump.text(again);
        // end
        assertThat(vfs).isEqualTo(3);
        assertThat(Files.readString(DOCUMENT)).contains("```\n" + text + "```\n");
    }

    @Test
    void schemasAndConfigurationsAreExchanged() {
        PfSchema schema = ManualPageExample.SCHEMA;
        IovConfig config = ManualPageExample.CONFIG;
        // snippet: wire
        byte[] bytes = SchemaNvlist.pack(schema);
        PfSchema same = SchemaNvlist.unpack(bytes).orElseThrow();

        byte[] sent = ConfigNvlist.pack(config);
        Decoded<IovConfig> received = ConfigNvlist.unpack(sent, same);
        received.report().diagnostics().forEach(System.out::println);
        // end
        assertThat(received.value()).isPresent();
    }
}
