package io.sriov.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.scripted.ScriptedHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPlatformsTest {
    private final List<String> opened = new ArrayList<>();

    private HostPlatform platform(String name, boolean isNative) {
        return new HostPlatform() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "for tests";
            }

            @Override
            public boolean isNative() {
                return isNative;
            }

            @Override
            public Host open(String argument) {
                opened.add(name + "(" + argument + ")");
                return new ScriptedHost();
            }
        };
    }

    @Test
    void opensByNameAndHandsTheArgumentOn() {
        HostPlatforms platforms =
                HostPlatforms.of(List.of(platform("sim", false), platform("freebsd", true)));

        platforms.open("sim").close();
        platforms.open("sim:C:\\state.json").close();
        platforms.openNative().close();

        assertThat(opened).containsExactly("sim()", "sim(C:\\state.json)", "freebsd()");
        assertThat(platforms.all())
                .extracting(HostPlatform::name)
                .containsExactly("freebsd", "sim");
    }

    @Test
    void aColonWithNothingBehindItIsRefused() {
        HostPlatforms platforms = HostPlatforms.of(List.of(platform("sim", false)));

        assertThatThrownBy(() -> platforms.open("sim:"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("EINVAL: nothing stands behind the colon");
        assertThat(opened).isEmpty();
    }

    @Test
    void namesThoseThereAre() {
        HostPlatforms platforms =
                HostPlatforms.of(List.of(platform("sim", false), platform("linux", false)));

        assertThatThrownBy(() -> platforms.open("xen:1"))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("no host platform 'xen'; there are: linux, sim");
        assertThatThrownBy(platforms::openNative)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("name one of: linux, sim");
        assertThatThrownBy(() -> HostPlatforms.of(List.of()).open(""))
                .hasMessageContaining("none is installed");
    }
}
