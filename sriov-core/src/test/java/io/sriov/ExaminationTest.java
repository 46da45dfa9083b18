package io.sriov;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.Finding;
import io.sriov.host.Host;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found about a host whatever its kind, and with what its own kind finds.
class ExaminationTest {
    private static final Finding OWN = Finding.ok("kernel", "fine");

    @TempDir private Path directory;

    /// A host without PFs.
    private record EmptyHost(RecordStore records) implements Host {
        @Override
        public String name() {
            return "empty";
        }

        @Override
        public List<PhysicalFunction> physicalFunctions() {
            return List.of();
        }

        @Override
        public PhysicalFunction physicalFunction(String device) {
            throw new IllegalStateException();
        }

        @Override
        public List<Finding> examine() {
            return List.of(OWN);
        }

        @Override
        public void close() {}
    }

    private static List<Finding> examine(Path records) {
        return Sriov.open(new EmptyHost(new DirectoryRecordStore(records))).examine();
    }

    @Test
    void whatTheHostSaysComesFirstAndThatThereAreNoPfsIsTold() {
        List<Finding> findings = examine(directory.resolve("new/records"));
        assertThat(findings.getFirst()).isEqualTo(OWN);
        assertThat(findings.get(1).subject()).isEqualTo("PFs");
        assertThat(findings.get(1).level()).isEqualTo(Finding.Level.WARN);
        assertThat(findings.get(2).level()).isEqualTo(Finding.Level.OK);
        assertThat(directory.resolve("new")).as("nothing is changed").doesNotExist();
    }

    @Test
    void recordsThatCannotBeWrittenAreTold() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Finding found = examine(file.resolve("records")).getLast();
        assertThat(found.level()).isEqualTo(Finding.Level.FAIL);
        assertThat(found.subject()).isEqualTo("records");
        assertThat(found.message()).contains(file + "/records").doesNotContain("make sure");
        assertThat(found.remedy().orElseThrow()).startsWith("make sure that the directory");
    }
}
