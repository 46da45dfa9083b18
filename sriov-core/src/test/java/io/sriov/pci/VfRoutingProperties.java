package io.sriov.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// VF arithmetic against a model that adds step by step, as hardware would.
class VfRoutingProperties {
    @Provide
    Arbitrary<VfRouting> routings() {
        Arbitrary<Integer> u16 = Arbitraries.integers().between(0, 0xffff);
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 300);
        return Combinators.combine(
                        u16.map(RoutingId::new),
                        Arbitraries.oneOf(u16, small),
                        Arbitraries.oneOf(u16, small),
                        small)
                .as(VfRouting::new);
    }

    private static List<Integer> unwrapped(VfRouting r) {
        List<Integer> ids = new ArrayList<>();
        int id = r.pf().value() + r.firstVfOffset();
        for (int i = 0; i < r.numVfs(); i++, id += r.vfStride()) {
            ids.add(id);
        }
        return ids;
    }

    @Property
    void routingIdsAreTheModels(@ForAll("routings") VfRouting r) {
        List<Integer> model = unwrapped(r);
        for (int i = 0; i < r.numVfs(); i++) {
            assertThat(r.routingId(i).value()).isEqualTo(model.get(i) % 65536);
            assertThat(r.address(7, i)).isEqualTo(PciAddress.of(7, r.routingId(i)));
        }
        assertThatThrownBy(() -> r.routingId(r.numVfs()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Property
    void questionsAboutAllVfsAgreeWithLookingAtEach(@ForAll("routings") VfRouting r) {
        List<Integer> model = unwrapped(r);
        assertThat(r.wraps()).isEqualTo(model.stream().anyMatch(id -> id > 65535));
        assertThat(r.lastBus())
                .isEqualTo(model.stream().mapToInt(id -> id >> 8).max().orElse(r.pf().bus()));
        assertThat(r.leavesBus()).isEqualTo(r.lastBus() != r.pf().bus());
        Set<Integer> seen = new HashSet<>(Set.of(r.pf().value()));
        boolean collision = model.stream().anyMatch(id -> !seen.add(id % 65536));
        assertThat(r.collides()).isEqualTo(collision);
    }

    @Property
    void aVfIsFoundAgainByItsId(
            @ForAll("routings") VfRouting r, @ForAll("routings") VfRouting other) {
        List<Integer> ids = unwrapped(r).stream().map(id -> id % 65536).toList();
        for (int id : ids) {
            assertThat(r.vfAt(new RoutingId(id))).isEqualTo(ids.indexOf(id));
        }
        assertThat(r.vfAt(other.pf())).isEqualTo(ids.indexOf(other.pf().value()));
    }

    @Property
    void withoutAriOnlyFunctionsOfDevice0AreReached(@ForAll("routings") VfRouting r) {
        RoutingId pf = RoutingId.of(r.pf().bus(), 0, r.pf().function());
        VfRouting on0 =
                new VfRouting(pf, r.firstVfOffset() % 10, r.vfStride() % 4, r.numVfs() % 10);
        boolean model =
                unwrapped(on0).stream()
                        .allMatch(id -> id >> 8 == pf.bus() && ((id >> 3) & 0x1f) == 0);
        assertThat(on0.fitsWithoutAri()).isEqualTo(model);
    }

    @Example
    void theLargestNumberOfVfsTakesNoTime() {
        VfRouting r = new VfRouting(new RoutingId(0), 1, 1, 0xffff);
        assertThat(r.routingId(0xfffe).value()).isEqualTo(0xffff);
        assertThat(r.wraps()).isFalse();
        assertThat(r.collides()).isFalse();
        assertThat(r.vfAt(new RoutingId(0xffff))).isEqualTo(0xfffe);
        assertThat(new VfRouting(new RoutingId(1), 1, 1, 0xffff).wraps()).isTrue();
    }
}
