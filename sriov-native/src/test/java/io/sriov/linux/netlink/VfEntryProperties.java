package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever the kernel says about a VF is what is read.
class VfEntryProperties {
    private static final long UNSUPPORTED = 0xffff_ffffL;

    private static VfLink read(byte[] entry) throws MalformedMessageException {
        NlAttribute info = new NlAttributes(NlBytes.of(entry)).next().orElseThrow();
        return VfEntry.read(info.payload(), 6);
    }

    /// {@return what the kernel would put for a VF}
    private static byte[] write(VfLink vf) {
        int index = vf.index();
        var parts = new ArrayList<byte[]>();
        parts.add(setting(4, index, vf.spoofCheck(), on -> on ? 1L : 0L));
        parts.add(setting(9, index, vf.trust(), on -> on ? 1L : 0L));
        parts.add(setting(7, index, vf.rssQuery(), on -> on ? 1L : 0L));
        parts.add(setting(5, index, vf.linkState(), state -> (long) state.number()));
        vf.mac()
                .value()
                .ifPresent(mac ->
                        parts.add(
                                KernelReply.attribute(
                                        1,
                                        KernelReply.ints(index),
                                        KernelReply.padded(mac.octets(), 32))));
        vf.nodeGuid().value().ifPresent(guid -> parts.add(guid(10, index, guid)));
        vf.portGuid().value().ifPresent(guid -> parts.add(guid(11, index, guid)));
        writeVlan(vf.vlan(), index, parts);
        if (vf.minTxRate() instanceof Reported.Absent) {
            parts.add(setting(3, index, vf.maxTxRate(), rate -> rate));
        } else {
            parts.add(
                    KernelReply.attribute(
                            6,
                            KernelReply.ints(
                                    index,
                                    vf.minTxRate().value().orElse(UNSUPPORTED),
                                    vf.maxTxRate().value().orElse(UNSUPPORTED))));
            parts.add(KernelReply.attribute(3, KernelReply.ints(index, 12_345)));
        }
        return KernelReply.attribute(1, KernelReply.join(parts));
    }

    private static <T> byte[] setting(
            int type, int index, Reported<T> reported, Function<T, Long> number) {
        return reported instanceof Reported.Absent
                ? new byte[0]
                : KernelReply.attribute(
                        type,
                        KernelReply.ints(index, reported.value().map(number).orElse(UNSUPPORTED)));
    }

    private static byte[] guid(int type, int index, long guid) {
        return KernelReply.attribute(type, KernelReply.ints(index, 0), KernelReply.longs(guid));
    }

    private static void writeVlan(Reported<VfVlan> vlan, int index, List<byte[]> parts) {
        switch (vlan) {
            case Reported.Absent<VfVlan> _ -> {}
            case Reported.Unsupported<VfVlan> _ ->
                    parts.add(KernelReply.attribute(2, KernelReply.ints(index, UNSUPPORTED, 0)));
            case Reported.Value<VfVlan>(VfVlan tag) -> {
                byte[] numbers = KernelReply.ints(index, tag.id(), tag.qos());
                parts.add(KernelReply.attribute(2, numbers));
                if (tag.protocol() != VfVlan.DOT1Q) {
                    byte[] protocol = KernelReply.bigEndian(tag.protocol());
                    parts.add(
                            KernelReply.attribute(12, KernelReply.attribute(1, numbers, protocol)));
                }
            }
        }
    }

    private static <T> Arbitrary<Reported<T>> reported(Arbitrary<T> values) {
        return Arbitraries.oneOf(
                values.map(Reported.Value::new),
                Arbitraries.create(Reported.Absent::new),
                Arbitraries.create(Reported.Unsupported::new));
    }

    private static <T> Arbitrary<Reported<T>> valueOrAbsent(Arbitrary<T> values) {
        return Arbitraries.oneOf(
                values.map(Reported.Value::new), Arbitraries.create(Reported.Absent::new));
    }

    private record Rates(Reported<Long> min, Reported<Long> max) {}

    @Provide
    Arbitrary<VfLink> vfs() {
        Arbitrary<LinkAddress> macs =
                Arbitraries.bytes().array(byte[].class).ofSize(6).map(LinkAddress::of);
        Arbitrary<VfVlan> vlans =
                Combinators.combine(
                                Arbitraries.integers().between(0, 4095),
                                Arbitraries.integers().between(0, 7),
                                Arbitraries.of(VfVlan.DOT1Q, VfVlan.DOT1AD))
                        .as(VfVlan::new);
        Arbitrary<Long> rates = Arbitraries.longs().between(0, VfChange.HIGHEST_RATE);
        Arbitrary<Rates> both =
                Combinators.combine(reported(rates), reported(rates))
                        .as(Rates::new)
                        .filter(pair ->
                                pair.min() instanceof Reported.Absent
                                        || !(pair.max() instanceof Reported.Absent));
        // The number of a VF is in its attributes, so there is one at least.
        Arbitrary<Reported<Boolean>> trust =
                Arbitraries.oneOf(
                        Arbitraries.of(true, false).map(Reported.Value::new),
                        Arbitraries.create(Reported.Unsupported::new));
        Arbitrary<Reported<Boolean>> flag = reported(Arbitraries.of(true, false));
        return Combinators.combine(
                        Arbitraries.integers().greaterOrEqual(0),
                        valueOrAbsent(macs),
                        reported(vlans),
                        both,
                        Combinators.combine(flag, flag, trust).as(List::of),
                        reported(Arbitraries.of(VfLinkState.class)),
                        valueOrAbsent(Arbitraries.longs()),
                        valueOrAbsent(Arbitraries.longs()))
                .as((index, mac, vlan, rate, flags, state, node, port) ->
                        new VfLink(
                                index,
                                mac,
                                vlan,
                                rate.min(),
                                rate.max(),
                                flags.get(0),
                                state,
                                flags.get(1),
                                flags.get(2),
                                node,
                                port));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatTheKernelSaysIsRead(@ForAll("vfs") VfLink vf) throws MalformedMessageException {
        assertThat(read(write(vf))).isEqualTo(vf);
    }

    @Example
    void anAddressIsAsLongAsItsLinksIs() throws MalformedMessageException {
        byte[] mac = new byte[32];
        mac[19] = 0x77;
        byte[] entry = KernelReply.attribute(1, KernelReply.ints(0), mac);
        VfLink vf = VfEntry.read(NlBytes.of(entry), 20);
        LinkAddress address = vf.mac().value().orElseThrow();
        assertThat(address.octets()).hasSize(20).endsWith((byte) 0x77);
        assertThat(address.mac()).isEmpty();
    }

    @Example
    void attributesThatAreNotKnownArePassedOver() throws MalformedMessageException {
        byte[] trust = KernelReply.attribute(9, KernelReply.ints(3, 1));
        byte[] unknown = KernelReply.attribute(99, new byte[] {1});
        VfLink vf = read(KernelReply.attribute(1, unknown, trust, unknown));
        assertThat(vf.index()).isEqualTo(3);
        assertThat(vf.trust().value()).contains(true);
    }

    @Example
    void attributesOfDifferentVfsOrOfNoneAreNoVf() {
        byte[] trust = KernelReply.attribute(9, KernelReply.ints(3, 1));
        byte[] spoof = KernelReply.attribute(4, KernelReply.ints(4, 1));
        assertThatThrownBy(() -> read(KernelReply.attribute(1, trust, spoof)))
                .isInstanceOfSatisfying(
                        MalformedMessageException.class,
                        e -> assertThat(e.offset()).isEqualTo(4 + 12 + 4))
                .hasMessageContaining("an attribute of VF 4");
        assertThatThrownBy(() -> read(KernelReply.attribute(1)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("offset 4: a VF without its number");
    }

    @Example
    void aStructureThatIsCutShortIsNotRead() {
        byte[] mac = KernelReply.attribute(1, KernelReply.ints(3), new byte[6]);
        assertThatThrownBy(() -> read(KernelReply.attribute(1, mac)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("offset 8: 36 bytes expected, 10 are left");
    }
}
