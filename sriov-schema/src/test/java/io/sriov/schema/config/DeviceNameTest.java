package io.sriov.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"ix0", "0000:03:00.0", "...", ".x", "-", " "})
    void aDeviceNameIsOneStepOfAPath(String name) {
        assertThat(DeviceName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "/ix0", "ix0/", "a/b", "\0", "\0ix0", "ix0\0"})
    void whatLeadsElsewhereIsNone(String name) {
        assertThat(DeviceName.isValid(name)).isFalse();
    }

    @Test
    void whatIsNotUtf8IsNone() {
        assertThat(List.of("\udcffix0", "ix\udc800", "ix0\ud800")).noneMatch(DeviceName::isValid);
        assertThat(DeviceName.isValid("ix\ud83d\ude00")).isTrue();
    }
}
