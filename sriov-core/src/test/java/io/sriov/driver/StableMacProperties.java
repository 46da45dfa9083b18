package io.sriov.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

class StableMacProperties {
    private static final String ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static PciAddress pf(int number) {
        return PciAddress.parse(
                "%04x:%02x:%02x.%d"
                        .formatted(
                                number >> 16,
                                (number >> 8) & 0xff,
                                (number >> 3) & 31,
                                number & 7));
    }

    @Property
    void everyAddressIsOfOneStationAndOfLocalMaking(
            @ForAll @StringLength(min = 1, max = 40) String id,
            @ForAll @IntRange(min = 0, max = 0x3ffff) int pf,
            @ForAll @IntRange(min = 0, max = 0xffff) int vf) {
        if (id.isBlank()) {
            return;
        }
        MacAddress address = StableMac.of(id, pf(pf), vf);
        int first = address.octets()[0];
        assertThat(first & 0x03).isEqualTo(0x02);
        assertThat(StableMac.of(" " + id + "\n", pf(pf), vf)).isEqualTo(address);
    }

    /// As many as a large host has.
    @Property(tries = 50)
    void noTwoVfsOfAHostHaveTheSame(
            @ForAll @StringLength(32) String id,
            @ForAll @Size(min = 2, max = 16) @UniqueElements
                    Set<@IntRange(min = 0, max = 0x3ffff) Integer> pfs) {
        String key = "x" + id;
        Set<MacAddress> addresses = new HashSet<>();
        for (int pf : pfs) {
            for (int vf = 0; vf < 256; vf++) {
                addresses.add(StableMac.of(key, pf(pf), vf));
            }
        }
        assertThat(addresses).hasSize(256 * pfs.size());
    }

    @Property(tries = 20)
    void aPfMayHaveMoreVfsThanAnOctetNumbers(@ForAll @IntRange(min = 0, max = 0x3ffff) int pf) {
        Set<MacAddress> addresses = new HashSet<>();
        for (int vf = 0; vf < 2048; vf++) {
            addresses.add(StableMac.of(ID, pf(pf), vf));
        }
        assertThat(addresses).hasSize(2048);
    }

    @Property(tries = 200)
    void anotherMachineHasOthers(
            @ForAll @IntRange(min = 0, max = 0x3ffff) int pf,
            @ForAll @IntRange(min = 0, max = 255) int vf) {
        assertThat(StableMac.of(ID, pf(pf), vf))
                .isNotEqualTo(StableMac.of(ID.replace('0', '1'), pf(pf), vf));
    }

    /// `printf 'io.sriov StableMac 0000:03:00.0 0' | openssl dgst -sha256 -hmac ID`: hosts keep
    /// their addresses when the SDK is replaced by a later one.
    @Example
    void addressesStayFromOneReleaseToTheNext() {
        PciAddress pf = PciAddress.parse("0000:03:00.0");
        assertThat(StableMac.of(ID, pf, 0)).hasToString("d6:92:5d:21:ca:00");
        assertThat(StableMac.of(ID, pf, 255)).hasToString("d6:92:5d:21:ca:ff");
        assertThat(StableMac.of(ID, pf, 256)).hasToString("ae:15:75:ed:44:00");
    }

    @Example
    void withoutAnIdThereIsNone() {
        PciAddress pf = PciAddress.parse("0000:03:00.0");
        assertThatThrownBy(() -> StableMac.of(" \n", pf, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StableMac.of(ID, pf, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
