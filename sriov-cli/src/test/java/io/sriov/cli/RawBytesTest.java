package io.sriov.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Files with bytes that are not UTF-8, and what each output makes of them.
class RawBytesTest {
    private static final String PF = "PF { device: ix0; num_vfs: 1 }\n";
    private static final String SCHEMA =
            "{ vf { driver { note { type = string; default = \"d\u00e9faut\";"
                    + " description = \"gr\u00fcn\" } } } }";

    @TempDir private Path directory;
    private String schema = "";
    private String host = "";

    @BeforeEach
    void writeSchemaAndMachine() throws IOException {
        schema = file("ix.conf", SCHEMA);
        host =
                "sim:"
                        + file(
                                "machine.conf",
                                """
                                format = "simulated SR-IOV machine"
                                version = 1
                                ports = [{
                                    secondary-bus = 1; subordinate-bus = 9
                                    window { base = "0xe0000000"; size = 256MiB }
                                }]
                                pfs = [{ profile = x550; device = ix0; bus = 1; schema %s }]
                                """
                                        .formatted(SCHEMA));
    }

    /// Writes a file of Latin-1.
    private String file(String name, String text) throws IOException {
        return Files.write(directory.resolve(name), text.getBytes(ISO_8859_1)).toString();
    }

    private static String latin1(Run run) {
        return new String(run.stdout(), ISO_8859_1);
    }

    private static String utf8(Run run) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(run.stdout())).toString();
    }

    private Run onHost(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--host";
        all[1] = host;
        System.arraycopy(words, 0, all, 2, words.length);
        return Run.iovctl(all);
    }

    @Test
    void theDryRunPrintsTheByteAsTheKernelGetsIt() throws IOException {
        String config = file("ix0.conf", "# f\u00fcr ix0\n" + PF + "VF-0 { note: na\u00efve }");
        Run text = Run.iovctl("-C", "-n", "-f", config, "--schema", schema);
        assertThat(text.err()).isEmpty();
        assertThat(latin1(text)).contains("note (STRING): [na\u00efve]\n");

        Run json = Run.iovctl("-C", "-n", "-f", config, "--schema", schema, "--format", "json");
        assertThat(utf8(json)).contains("\"note\":\"na\\udcefve\"");

        Run packed = Run.iovctl("-C", "-n", "-f", config, "--schema", schema, "--format", "nvlist");
        assertThat(latin1(packed)).contains("note\0na\u00efve\0");
    }

    @Test
    void aSchemaIsShownWithTheByteAndReadBackFromItsJson() throws IOException {
        assertThat(latin1(Run.iovctl("-S", "--schema", schema)))
                .contains("note : string (default = d\u00e9faut)\n");

        Run json = Run.iovctl("-S", "--schema", schema, "--format", "json");
        assertThat(utf8(json)).contains("\"d\\udce9faut\"").contains("\"gr\\udcfcn\"");
        Path copy = Files.write(directory.resolve("copy.json"), json.stdout());
        assertThat(Run.iovctl("schema", "diff", schema, copy.toString()).status()).isZero();
        assertThat(latin1(Run.iovctl("-S", "--schema", copy.toString()))).contains("d\u00e9faut");
    }

    @Test
    void documentsOfASchemaAreUtf8() throws IOException {
        Run markdown = Run.iovctl("schema", "docs", schema);
        assertThat(utf8(markdown)).contains("gr\\\\xfcn").contains("passthrough = false");
        Run manual = Run.iovctl("schema", "docs", schema, "--format", "mdoc");
        assertThat(utf8(manual)).contains("gr\\exfcn");
        Run json = Run.iovctl("schema", "json-schema", schema);
        assertThat(new JsonMapper().readTree(utf8(json)).toString()).contains("d\udce9faut");
    }

    @Test
    void messagesShowTheByteInHexadecimal() throws IOException {
        String config = file("ix0.conf", PF + "VF-0 { n\u00f6te: 1 }");
        Run text = Run.iovctl("-C", "-n", "-f", config, "--schema", schema);
        assertThat(text.err())
                .isEqualTo(
                        """
                        %s:2:8: error: VF-0: Invalid config key 'n\\xf6te' [unknown-parameter]
                            VF-0 { n\\xf6te: 1 }
                                   ^
                          hint: did you mean 'note'?
                        """
                                .formatted(config));
        Run json = Run.iovctl("-C", "-n", "-f", config, "--schema", schema, "--format", "json");
        assertThat(json.err()).contains("'n\\udcf6te'");
    }

    @Test
    void aDeviceIsNamedInUtf8() throws IOException {
        String config = file("ix0.conf", PF.replace("ix0", "ix\u00e9"));
        assertThat(Run.iovctl("-C", "-n", "-f", config, "--schema", schema).err())
                .startsWith(
                        config
                                + ":1:14: error: 'ix\\xe9' of PF.device is not a device's name"
                                + " [bad-device]\n");
    }

    @Test
    void whatIsInForceIsKnownToTheByte() throws IOException {
        String config = file("ix0.conf", PF + "VF-0 { note: na\u00efve }");
        assertThat(onHost("-C", "-f", config).status()).isZero();
        assertThat(onHost("-C", "-f", config, "--plan").out()).contains("nothing to do");

        String other = file("other.conf", PF + "VF-0 { note: na\u00ebve }");
        assertThat(onHost("-C", "-f", other, "--plan").out())
                .contains("VF-0: changed (note: na\\xefve -> na\\xebve)");
        assertThat(utf8(onHost("-C", "-f", other, "--plan", "--format", "json")))
                .contains("\"before\":\"na\\udcefve\",\"after\":\"na\\udcebve\"");
    }

    @Test
    void anInterruptedChangeIsUndoneToTheByte() throws IOException {
        String before = file("ix0.conf", PF + "VF-0 { note: na\u00efve }");
        String changed = file("other.conf", PF + "VF-0 { note: na\u00ebve }");
        assertThat(onHost("-C", "-f", before).status()).isZero();
        try (Sriov sriov = Sriov.open(host)) {
            PowerFailure.before("create", sriov, Path.of(changed));
        }

        assertThat(onHost("--recover").status()).isZero();

        assertThat(onHost("-C", "-f", before, "--plan").out()).contains("nothing to do");
    }
}
