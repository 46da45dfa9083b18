package io.sriov.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command that was interrupted in the middle of replacing VFs, and the commands after it.
class InterruptionTest {
    private static final String CHANGED = "examples/changed/ix0.conf";
    private static final String NOTICE = "iovctl: ix0: ";
    private static final String REMEDY = "iovctl --recover -d ix0 puts it right";

    @TempDir private Path directory;
    private String host = "";

    @BeforeEach
    void interruptAReplacement() {
        host = "sim:" + directory.resolve("machine.json");
        assertThat(iovctl("-C", "-f", Run.inTree("examples/ix0.conf")).status()).isZero();
        try (Sriov sriov = Sriov.open(host)) {
            PowerFailure.before("create", sriov, Path.of(Run.inTree(CHANGED)));
        }
        assertThat(iovctl("-L", "-d", "ix0").out()).contains("enabled=no vfs=0/64");
    }

    private Run iovctl(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--host";
        all[1] = host;
        System.arraycopy(words, 0, all, 2, words.length);
        return Run.iovctl(all);
    }

    @Test
    void isMentionedWhereverThePfIsLookedAt() {
        for (Run run : new Run[] {iovctl("-L", "-d", "ix0"), iovctl("--list")}) {
            assertThat(run.err()).startsWith(NOTICE).contains(REMEDY);
            assertThat(run.status()).isZero();
        }
        assertThat(iovctl("-L", "-d", "ixl0").err()).isEmpty();
        JsonNode notice =
                new JsonMapper()
                        .readTree(iovctl("-L", "-d", "ix0", "--format", "json").err())
                        .get("notice");
        assertThat(notice.get("device").stringValue()).isEqualTo("ix0");
        assertThat(notice.get("message").stringValue()).contains(REMEDY);
    }

    @Test
    void keepsThePfFromBeingChanged() {
        for (Run run :
                new Run[] {
                    iovctl("-C", "-f", Run.inTree(CHANGED)),
                    iovctl("-C", "-f", Run.inTree(CHANGED), "--plan")
                }) {
            assertThat(run.err())
                    .startsWith("iovctl: Failed to configure SR-IOV: Device busy\n")
                    .contains("was interrupted", REMEDY);
            assertThat(run.stdout()).isEmpty();
            assertThat(run.status()).isEqualTo(1);
        }
        assertThat(iovctl("-D", "-d", "ix0").err())
                .startsWith("iovctl: Failed to delete VFs: Device busy\n")
                .contains(REMEDY);
    }

    @Test
    void isPutRightByRecovering() {
        Run recovered = iovctl("--recover");

        assertThat(recovered.err()).isEmpty();
        assertThat(recovered.out())
                .startsWith("ix0: ")
                .endsWith("; the state before has been restored\n")
                .hasLineCount(1);
        assertThat(recovered.status()).isZero();
        assertThat(iovctl("-L", "-d", "ix0").out()).contains("enabled=yes vfs=4/64");
        assertThat(iovctl("-C", "-f", Run.inTree("examples/ix0.conf"), "--plan").out())
                .startsWith("ix0: nothing to do");
        assertThat(iovctl("--recover").out()).isEqualTo("nothing to recover\n");
    }

    @Test
    void isPutRightForProgramsToo() {
        Run recovered = iovctl("--recover", "-d", "ix0", "--format", "json");

        JsonNode recovery = new JsonMapper().readTree(recovered.out());
        assertThat(recovery.get("device").stringValue()).isEqualTo("ix0");
        assertThat(recovery.get("found").stringValue()).isNotEmpty();
        assertThat(recovery.at("/outcome/outcome").stringValue()).isEqualTo("RESTORED");
        assertThat(recovered.status()).isZero();
    }
}
