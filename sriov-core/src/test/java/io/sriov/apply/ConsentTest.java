package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which VFs a consent covers.
class ConsentTest {

    @Test
    void nothingIsCoveredByNone() {
        assertThat(Consent.none().covers("ix0", 0)).isFalse();
        assertThat(ApplyOptions.defaults().consent().covers("ix0", 0)).isFalse();
    }

    @Test
    void everyVfOfADeviceIsCoveredByTheConsentForIt() {
        Consent consent = Consent.forDevice("ix0");

        assertThat(consent.covers("ix0", 0)).isTrue();
        assertThat(consent.covers("ix0", 65534)).isTrue();
        assertThat(consent.covers("ix1", 0)).isFalse();
    }

    @Test
    void onlyTheNamedVfsAreCovered() {
        Consent consent = Consent.forVfs("ix0", Set.of(1, 3));

        assertThat(consent.covers("ix0", 1)).isTrue();
        assertThat(consent.covers("ix0", 2)).isFalse();
        assertThat(consent.covers("ix0", 3)).isTrue();
        assertThat(consent.covers("ix1", 1)).isFalse();
    }

    @Test
    void twoConsentsTogetherCoverWhatEitherDoes() {
        Consent both =
                Consent.forVfs("ix0", Set.of(1))
                        .and(Consent.forVfs("ix0", Set.of(2)))
                        .and(Consent.forVfs("ix1", Set.of(5)))
                        .and(Consent.forDevice("ix2"))
                        .and(Consent.forDevice("ix3"));

        assertThat(both.covers("ix0", 1)).isTrue();
        assertThat(both.covers("ix0", 2)).isTrue();
        assertThat(both.covers("ix0", 5)).isFalse();
        assertThat(both.covers("ix1", 5)).isTrue();
        assertThat(both.covers("ix1", 1)).isFalse();
        assertThat(both.covers("ix2", 7)).isTrue();
        assertThat(both.covers("ix3", 7)).isTrue();
    }

    @Test
    void optionsKeepWhatIsNotReplaced() {
        var listener = new ApplyListener() {};
        Consent consent = Consent.forDevice("ix0");

        ApplyOptions options = ApplyOptions.defaults().withListener(listener).withConsent(consent);

        assertThat(options.listener()).isSameAs(listener);
        assertThat(options.consent()).isSameAs(consent);
        assertThat(options.withListener(ApplyListener.NONE).consent()).isSameAs(consent);
    }
}
