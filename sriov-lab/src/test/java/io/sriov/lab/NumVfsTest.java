package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the kernel answers to writing `sriov_numvfs` (`sriov_numvfs_store` in Linux's
/// `drivers/pci/iov.c`).
class NumVfsTest {
    /// `include/uapi/asm-generic/errno-base.h`.
    private static final int ENOENT = 2;

    private static final int EBUSY = 16;
    private static final int EINVAL = 22;
    private static final int ERANGE = 34;

    private final PciFunction pf = LabMachine.igb();
    private final Attribute numVfs = pf.attribute("sriov_numvfs");

    @AfterEach
    void bindDriver() {
        if (pf.link("driver").isEmpty()) {
            new Attribute(driver("bind")).write(pf);
        }
    }

    private static Path driver(String file) {
        return Path.of("/sys/bus/pci/drivers/igb", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1.5", "2 VFs", "", "0x", "08", "65536", "4294967296"})
    void whatIsNo16BitNumberIsInvalid(String value) {
        assertThat(numVfs.tryWrite(value + '\n')).isEqualTo(EINVAL);
        assertThat(numVfs.number()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "127", "65535", "0x8", "010"})
    void moreThanTheDriverAllowsIsOutOfRange(String value) {
        assertThat(numVfs.tryWrite(value)).isEqualTo(ERANGE);
        assertThat(numVfs.number()).isZero();
    }

    @Test
    void limitIsThatOfTheDevice() {
        Attribute nvme = LabMachine.nvme().attribute("sriov_numvfs");
        assertThat(nvme.tryWrite("128")).isEqualTo(ERANGE);
        assertThat(nvme.number()).isZero();
    }

    @Test
    void noneOnNoneIsFine() {
        assertThat(numVfs.tryWrite("0")).isZero();
        assertThat(pf.vfs()).isEmpty();
    }

    /// A write of no bytes does not reach the attribute.
    @Test
    void nothingWrittenChangesNothing() {
        assertThat(numVfs.tryWrite("")).isZero();
        assertThat(numVfs.number()).isZero();
    }

    @Test
    void numberChangesThroughZeroOnly() {
        assertThat(numVfs.tryWrite("2")).isZero();
        assertThat(pf.vfs()).hasSize(2);
        assertThat(numVfs.tryWrite("3")).isEqualTo(EBUSY);
        assertThat(numVfs.tryWrite("1")).isEqualTo(EBUSY);
        assertThat(numVfs.tryWrite("8")).isEqualTo(ERANGE);
        assertThat(numVfs.tryWrite("2")).isZero();
        assertThat(numVfs.number()).isEqualTo(2);
        assertThat(pf.vfs()).hasSize(2);
        assertThat(numVfs.tryWrite("0")).isZero();
        assertThat(pf.vfs()).isEmpty();
        assertThat(numVfs.tryWrite("07\n")).isZero();
        assertThat(numVfs.number()).isEqualTo(7);
        assertThat(pf.vfs()).hasSize(7);
    }

    /// Without a driver there is nobody to create VFs, but there being none already is fine.
    @Test
    void withoutDriverThereAreNoVfs() {
        new Attribute(driver("unbind")).write(pf);
        assertThat(numVfs.tryWrite("1")).isEqualTo(ENOENT);
        assertThat(numVfs.tryWrite("0")).isZero();
        // The device's own limit, now that no driver lowers it.
        assertThat(pf.attribute("sriov_totalvfs").number()).isEqualTo(LabMachine.IGB_TOTAL_VFS);
        assertThat(numVfs.tryWrite("9")).isEqualTo(ERANGE);
    }

    /// sysfs creates no files: where creating is asked for, a missing attribute is a forbidden one.
    @Test
    void aVfHasNoSuchAttribute() throws IOException {
        pf.createVfs(1);
        Attribute missing = pf.vfs().getFirst().attribute("sriov_numvfs");
        assertThat(missing.tryWrite("1")).isEqualTo(ENOENT);
        assertThatThrownBy(() -> Files.writeString(missing.file(), "1"))
                .isInstanceOf(AccessDeniedException.class);
    }
}
