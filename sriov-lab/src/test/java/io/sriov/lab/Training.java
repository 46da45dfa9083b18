package io.sriov.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.host.DirectoryRecordStore;
import io.sriov.host.HostException;
import io.sriov.linux.LinuxHost;
import io.sriov.linux.SysfsConfigSpace;
import io.sriov.pci.SriovCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What the host runs once to learn which classes the guest will need: the libraries as tests use
/// them, without any device. `sriov-lab/src/lab/share.py` makes a cache of these classes.
class Training {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"0", "0x10"})
    void assertions(String number) {
        assertThat(Long.decode(number)).isIn(0L, 16L);
        assertThat(List.of(number)).singleElement().satisfies(n -> assertThat(n).isNotEmpty());
        assertThat(Optional.of(number)).contains(number);
    }

    @Test
    void nativeAccess() throws IOException {
        Path file = Files.write(directory.resolve("config"), new byte[4096]);
        try (SysfsConfigSpace config = SysfsConfigSpace.open(file)) {
            assertThat(config.read32(0)).isZero();
            assertThat(SriovCapability.find(config)).isEmpty();
        }
        new Attribute(file).write(1);
        assertThat(new Attribute(file).read()).startsWith("1");
        assertThatThrownBy(() -> SysfsConfigSpace.open(directory.resolve("missing")))
                .isInstanceOf(HostException.class);
    }

    @Test
    void host() throws IOException {
        Files.createDirectories(directory.resolve("sys/bus/pci/devices"));
        try (LinuxHost host =
                        LinuxHost.builder()
                                .sys(directory.resolve("sys"))
                                .records(new DirectoryRecordStore(directory.resolve("records")))
                                .build();
                Sriov sriov = Sriov.open(host)) {
            assertThat(sriov.inventory()).isEmpty();
            assertThat(sriov.recover(ApplyOptions.defaults())).isEmpty();
            assertThat(sriov.examine()).isNotEmpty();
        }
    }

    @Test
    void json() {
        assertThat(new JsonMapper().readTree("{\"return\": {}}").has("return")).isTrue();
    }
}
