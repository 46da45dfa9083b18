package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PciAddressProperties {
    @Property
    void bothSpellingsReadBack(
            @ForAll @LongRange(max = PciAddress.MAX_DOMAIN) long domain,
            @ForAll @IntRange(max = 0xffff) int id,
            @ForAll boolean ari) {
        PciAddress address = PciAddress.of(domain, new RoutingId(id));
        assertThat(PciAddress.parse(address.toString())).isEqualTo(address);
        assertThat(PciAddress.parse(address.toSelector(ari))).isEqualTo(address);
        assertThat(address.routingId().value()).isEqualTo(id);
        assertThat(RoutingId.ofAri(address.bus(), address.routingId().ariFunction()).value())
                .isEqualTo(id);
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        assertThat(PciAddress.tryParse(text)).isNotNull();
    }
}
