package io.sriov.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Against strcasecmp(3) in the C locale, where POSIX has a case for A to Z and nothing else.
class ParameterNameTest {
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
    private static final int LATIN_END = 0x250;

    @Test
    void everyAsciiLetterAndNothingElseHasACase() {
        for (char c = 0; c < LATIN_END; c++) {
            var same = new StringBuilder();
            for (char other = 0; other < LATIN_END; other++) {
                if (ParameterName.same(Character.toString(c), Character.toString(other))) {
                    same.append(other);
                }
            }
            assertThat(same.toString()).isEqualTo(spellings(c));
        }
    }

    private static String spellings(char c) {
        int letter = Math.max(CAPITALS.indexOf(c), SMALL.indexOf(c));
        return letter < 0
                ? Character.toString(c)
                : "" + CAPITALS.charAt(letter) + SMALL.charAt(letter);
    }

    @Test
    void namesFoldToTheSpellingWithoutCapitals() {
        assertThat(ParameterName.fold("MAC-Addr_AZ09@[É")).isEqualTo("mac-addr_az09@[É");
        assertThat(ParameterName.fold("vlan")).isEqualTo("vlan");
        assertThat(ParameterName.fold("")).isEmpty();
    }

    @Test
    void aNameIsNotItsBeginning() {
        assertThat(ParameterName.same("vlan", "VLANs")).isFalse();
        assertThat(ParameterName.same("VLANs", "vlan")).isFalse();
    }
}
