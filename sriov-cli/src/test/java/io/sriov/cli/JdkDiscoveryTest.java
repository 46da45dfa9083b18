package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `./mvnw`, `./iovctl` and the launcher find a JDK 25 that is not the default one.
class JdkDiscoveryTest {
    private static final String SCRIPT = Run.inTree(".mvn/jdk25.sh");

    @TempDir private Path directory;

    private record Finished(int status, String out, String err) {}

    /// Runs a line of shell; `$JDK25` is the script.
    private Finished shell(String line) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", line)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("JDK25", SCRIPT);
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// A directory that looks like a JDK of this version.
    private Path jdk(String place, String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve(place));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path compiler = Files.createDirectories(home.resolve("bin")).resolve("javac-of-test");
        assertThat(Files.createFile(compiler).toFile().setExecutable(true)).isTrue();
        return home;
    }

    private Finished find(String environment) throws IOException, InterruptedException {
        return shell(environment + " jdk25_program=javac-of-test; . \"$JDK25\"; echo $JAVA_HOME");
    }

    @Test
    void aJdkOfAnotherVersionIsPassedOver() throws Exception {
        Path older = jdk("older", "17.0.15");
        Path newer = jdk("newer", "250.1");
        Path right = jdk(".sdkman/candidates/java/25-tem", "25.0.1");

        Finished found = find("JAVA_HOME=" + older + "; JDK25_HOME=" + newer + ";");

        assertThat(found).isEqualTo(new Finished(0, right + "\n", ""));
    }

    @Test
    void theOneThatIsNamedWins() throws Exception {
        jdk(".jdks/temurin-25", "25.0.1");
        Path named = jdk("named", "25");

        assertThat(find("JAVA_HOME=; JDK25_HOME=" + named + ";").out()).isEqualTo(named + "\n");
    }

    @Test
    void whereThereIsNoneOneSentenceSaysWhatToInstall() throws Exception {
        jdk(".jdks/temurin-17", "17.0.15");

        Finished none = find("unset JAVA_HOME JDK25_HOME;");

        assertThat(none.status()).isEqualTo(1);
        assertThat(none.out()).isEmpty();
        assertThat(none.err())
                .startsWith("No JDK 25 was found: install one")
                .contains("temurin-25-jdk", "JAVA_HOME")
                .hasLineCount(1);
    }
}
