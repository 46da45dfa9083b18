package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    @Test
    void drawsRunsTogether() {
        assertThat(ReadBack.ranges(List.of())).isEqualTo("none");
        assertThat(ReadBack.ranges(List.of(4))).isEqualTo("4");
        assertThat(ReadBack.ranges(List.of(0, 1, 2, 5, 7, 8))).isEqualTo("0..2, 5, 7..8");
    }
}
