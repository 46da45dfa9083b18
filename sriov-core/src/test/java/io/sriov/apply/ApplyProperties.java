package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.host.SriovException;
import io.sriov.plan.Plan;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Crash;
import io.sriov.scripted.Faults.Fault;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/// Any configuration after any other, with failures and crashes anywhere.
class ApplyProperties {

    /// A configuration, or none.
    @Provide
    Arbitrary<Optional<IovConfig>> configs() {
        Arbitrary<Set<Integer>> some = Arbitraries.integers().between(0, 5).set();
        return Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        some,
                        some,
                        some,
                        Arbitraries.integers().between(0, 4096),
                        Arbitraries.longs())
                .as(ApplyProperties::config)
                .optional(0.8);
    }

    private static IovConfig config(
            int numVfs,
            Set<Integer> passthrough,
            Set<Integer> spoofing,
            Set<Integer> macs,
            int vlan,
            long weight) {
        var builder = IovConfig.builder(Configs.SCHEMA, "ix0").numVfs(numVfs);
        builder.defaults("weight", new ParameterValue.Uint(weight));
        builder.pf("label", new ParameterValue.Text("é\n\"" + vlan));
        for (int i = 0; i < numVfs; i++) {
            if (passthrough.contains(i)) {
                builder.vf(i, "PassThrough", ParameterValue.Bool.TRUE);
            }
            if (spoofing.contains(i)) {
                builder.vf(i, "mac-anti-spoof", ParameterValue.Bool.FALSE);
            }
            if (macs.contains(i)) {
                builder.vf(i, "mac-addr", Configs.mac(0x0200_0000_0000L + i));
                builder.vf(i, "vlan", new ParameterValue.Vlan(new VlanId(vlan)));
            }
        }
        return builder.build();
    }

    private static Plan plan(Sriov sriov, Optional<IovConfig> config) {
        return config.map(sriov::plan).orElseGet(() -> sriov.planRemoval("ix0"));
    }

    private static String effect(Optional<IovConfig> config) {
        return config.map(ScriptedPf::effect).orElse("none");
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void applyingTwiceChangesNothing(
            @ForAll("configs") Optional<IovConfig> before,
            @ForAll("configs") Optional<IovConfig> after) {
        var host = new ScriptedHost();
        ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
        Sriov sriov = Sriov.open(host);

        for (Optional<IovConfig> config : List.of(before, after)) {
            Plan plan = plan(sriov, config);
            assertThat(sriov.apply(plan).committed()).isTrue();
            assertThat(effect(pf.inForce())).isEqualTo(effect(config));
            assertThat(plan(Sriov.open(host), config).isEmpty()).isTrue();
        }
        Plan back = plan(sriov, before);
        assertThat(back.isEmpty()).isEqualTo(effect(before).equals(effect(after)));
        assertThat(plan(sriov, before).toJson()).isEqualTo(back.toJson());
        assertThat(plan(sriov, before).toText()).isEqualTo(back.toText());
    }

    /// Two configurations that differ in one value of one VF.
    record Neighbours(IovConfig one, IovConfig other) {}

    @Provide
    Arbitrary<Neighbours> neighbours() {
        Arbitrary<Integer> vf = Arbitraries.integers().between(0, 5);
        return Combinators.combine(
                        vf, Arbitraries.integers().between(0, 2), vf.set(), vf.set(), vf.set())
                .as((odd, which, passthrough, spoofing, macs) ->
                        new Neighbours(
                                config(6, passthrough, spoofing, macs, 7, 1),
                                config(
                                        6,
                                        toggled(passthrough, odd, which == 0),
                                        toggled(spoofing, odd, which == 1),
                                        toggled(macs, odd, which == 2),
                                        7,
                                        1)));
    }

    private static Set<Integer> toggled(Set<Integer> vfs, int vf, boolean really) {
        var result = new HashSet<>(vfs);
        if (really && !result.remove(vf)) {
            result.add(vf);
        }
        return result;
    }

    @Property(tries = 50)
    void oneValueOfOneVfIsAChange(@ForAll("neighbours") Neighbours neighbours) {
        var host = new ScriptedHost();
        ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
        Sriov sriov = Sriov.open(host);
        sriov.apply(sriov.plan(neighbours.one()));

        Plan plan = sriov.plan(neighbours.other());

        assertThat(plan.isEmpty()).isFalse();
        assertThat(sriov.apply(plan).committed()).isTrue();
        assertThat(effect(pf.inForce())).isEqualTo(effect(Optional.of(neighbours.other())));
    }

    @Tag("exhaustive")
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void failuresAndCrashesLeaveTheOneOrTheOther(
            @ForAll("configs") Optional<IovConfig> before,
            @ForAll("configs") Optional<IovConfig> after,
            @ForAll @IntRange(max = 60) int first,
            @ForAll @IntRange(max = 60) int distance,
            @ForAll boolean crash,
            @ForAll boolean secondCrash,
            @ForAll boolean afterEffect) {
        var host = new ScriptedHost();
        ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
        Sriov sriov = Sriov.open(host);
        sriov.apply(plan(sriov, before));
        Plan plan = plan(sriov, after);
        host.faults().reset();
        host.faults().at(first, new Fault(crash, afterEffect));
        host.faults().at(first + distance, new Fault(secondCrash, !afterEffect));

        try {
            Outcome outcome = sriov.apply(plan);
            if (outcome instanceof Outcome.Committed) {
                assertThat(effect(pf.inForce())).isEqualTo(effect(after));
            } else if (outcome instanceof Outcome.Restored) {
                assertThat(effect(pf.inForce())).isEqualTo(effect(before));
            }
        } catch (SriovException | Crash _) {
            // What was left is put right below.
        }
        host.faults().reset();
        for (Recovery recovery : Sriov.open(host).recover(ApplyOptions.defaults())) {
            assertThat(recovery.outcome())
                    .as(recovery.outcome().toText())
                    .isNotInstanceOf(Outcome.NeedsAttention.class);
        }
        assertThat(effect(pf.inForce())).isIn(effect(before), effect(after));
        assertThat(plan(Sriov.open(host), pf.inForce()).isEmpty()).isTrue();
    }
}
