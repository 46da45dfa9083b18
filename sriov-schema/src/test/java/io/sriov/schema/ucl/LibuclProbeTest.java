package io.sriov.schema.ucl;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.schema.ucl.LibuclProbe.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresLibucl
class LibuclProbeTest {

    @Test
    void tells_every_type_apart() {
        try (LibuclProbe libucl = LibuclProbe.open()) {
            assertThat(
                            libucl.parse(
                                    """
                                    o { i = -12; f = 1.0; t = 1s; b = yes; n = null; s = "a\\"\\n" }
                                    a = [ [], {}, 0.5 ]
                                    k = 1; k = two
                                    """))
                    .isEqualTo(
                            new Outcome.Accepted(
                                    """
                                    {"o":{"i":i-12,"f":f3ff0000000000000,"t":t3ff0000000000000,"b":b1,"n":n,\
                                    "s":s"a\\x22\\x0a"},\
                                    "a":[[],{},f3fe0000000000000],\
                                    "k":[i1,s"two"]}\
                                    """));
        }
    }

    @Test
    void gives_libucls_error() {
        try (LibuclProbe libucl = LibuclProbe.open()) {
            assertThat(libucl.parse("a = \"x"))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected ->
                                    assertThat(rejected.message()).contains("no quote at the end"));
        }
    }

    @Test
    void defines_variables(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("v.conf"), "a = \"$NAME in $CURDIR\"");
        try (LibuclProbe libucl = LibuclProbe.open(Map.of("NAME", "it is"))) {
            assertThat(libucl.parseFile(file))
                    .isEqualTo(
                            new Outcome.Accepted(
                                    "{\"a\":s\"it is in " + directory.toRealPath() + "\"}"));
        }
    }

    @Test
    void measures_a_parse(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("t.conf"), "a = 1;\n".repeat(100));
        assertThat(LibuclProbe.nanosecondsPerParse(file, 10)).isPositive();
    }
}
