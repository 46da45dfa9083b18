package io.sriov.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.apply.ApplyException;
import io.sriov.apply.ApplyListener;
import io.sriov.apply.ApplyOptions;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.record.Entry;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Crash;
import io.sriov.scripted.Faults;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is planned, and why there is no plan.
class PlannerTest {
    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host);

    private static IovConfig plain(int numVfs) {
        return IovConfig.builder(Configs.SCHEMA, "ix0").numVfs(numVfs).build();
    }

    private static ParameterMismatch vlanOf(int vf) {
        return new ParameterMismatch("VF-" + vf, "vlan", "trunk", "17");
    }

    private static String changed(int vf) {
        return "VF-"
                + vf
                + ": vlan is 17 and not trunk: somebody else has changed it since it was applied";
    }

    @Test
    void vfsThatSomebodyElseHasChangedAreCreatedAnew() {
        sriov.apply(sriov.plan(plain(3)));
        pf.mismatches = List.of(vlanOf(1));

        assertThat(sriov.plan(plain(3)).toText())
                .isEqualTo(
                        """
                        ix0: 3 VFs now, 3 wanted
                        steps:
                          1. destroy 3 VFs of ix0
                          2. create 3 VFs of ix0
                        changes:
                          VF-0..VF-2: recreated
                        note: VF-1: vlan is 17 and not trunk: somebody else has changed it since it was applied\
                        """);
    }

    @Test
    void fiveChangesBySomebodyElseAreToldAndTheOthersCounted() {
        sriov.apply(sriov.plan(plain(8)));

        pf.mismatches = IntStream.range(0, 5).mapToObj(PlannerTest::vlanOf).toList();
        assertThat(sriov.plan(plain(8)).notices())
                .containsExactly(changed(0), changed(1), changed(2), changed(3), changed(4));

        pf.mismatches = IntStream.range(0, 7).mapToObj(PlannerTest::vlanOf).toList();
        assertThat(sriov.plan(plain(8)).notices())
                .containsExactly(
                        changed(0),
                        changed(1),
                        changed(2),
                        changed(3),
                        changed(4),
                        "2 more have been changed");
    }

    @Test
    void anAttachmentThatIsAllThereIsToDoIsPlannedUnlessMoreWasChanged() {
        sriov.apply(sriov.plan(plain(2)));
        pf.attachNow(0, false);
        assertThat(sriov.plan(plain(2)).steps())
                .containsExactly(new Step.AttachVfs("ix0", List.of(0)));

        pf.mismatches = List.of(vlanOf(1));
        assertThat(sriov.plan(plain(2)).steps())
                .extracting(Step::description)
                .containsExactly("destroy 2 VFs of ix0", "create 2 VFs of ix0");
    }

    @Test
    void aVfThatHasGoneIsCreatedWithAllOthersAgain() {
        sriov.apply(sriov.plan(plain(3)));
        pf.placeNow(2, false, false);

        Plan plan = sriov.plan(plain(3));

        assertThat(plan.steps())
                .extracting(Step::description)
                .containsExactly("destroy 3 VFs of ix0", "create 3 VFs of ix0");
        assertThat(plan.previous().restorable()).isTrue();
    }

    @Test
    void aVfThatHadNoDriverWhenItWasCreatedIsLeftWithoutOne() {
        var detach =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        if (action.startsWith("read back")) {
                            pf.attachNow(1, false);
                        }
                    }
                };
        sriov.apply(sriov.plan(plain(3)), ApplyOptions.defaults().withListener(detach));

        assertThat(sriov.plan(plain(3)).isEmpty()).isTrue();
    }

    @Test
    void moreVfsThanBeforeAreAdded() {
        sriov.apply(sriov.plan(plain(1)));

        assertThat(sriov.plan(plain(3)).toText())
                .isEqualTo(
                        """
                        ix0: 1 VF now, 3 wanted
                        steps:
                          1. destroy 1 VF of ix0
                          2. create 3 VFs of ix0
                        changes:
                          PF: changed (num_vfs: 1 -> 3)
                          VF-0: recreated
                          VF-1..VF-2: created (passthrough=false, mac-anti-spoof=true, vlan=trunk)\
                        """);
    }

    @Test
    void theRemovalOfAKnownConfigurationTellsWhatGoes() {
        sriov.apply(
                sriov.plan(
                        IovConfig.builder(Configs.SCHEMA, "ix0")
                                .numVfs(1)
                                .pf("label", new ParameterValue.Text("left"))
                                .build()));

        assertThat(sriov.planRemoval("ix0").toText())
                .isEqualTo(
                        """
                        ix0: 1 VF now, 0 wanted
                        steps:
                          1. destroy 1 VF of ix0
                        changes:
                          PF: removed (num_vfs: 1 -> (unset), device: ix0 -> (unset), label: left -> (unset))
                          VF-0: removed (passthrough: false -> (unset), mac-anti-spoof: true -> (unset), vlan: trunk -> (unset))\
                        """);
    }

    @Test
    void vfsOfAnUnknownConfigurationAreRecreatedWithWhatIsKnownOfTheNewOne() {
        pf.configureNow(plain(2));

        assertThat(sriov.plan(plain(3)).toText())
                .isEqualTo(
                        """
                        ix0: 2 VFs now, 3 wanted
                        steps:
                          1. destroy 2 VFs of ix0
                          2. create 3 VFs of ix0
                        changes:
                          PF: created (num_vfs=3, device=ix0)
                          VF-0..VF-1: recreated (passthrough=false, mac-anti-spoof=true, vlan=trunk)
                          VF-2: created (passthrough=false, mac-anti-spoof=true, vlan=trunk)
                        the configuration in force is unknown and cannot be restored: nothing is recorded about the VFs that exist\
                        """);
    }

    @Test
    void asManyVfsAsTheDeviceSupportsCanBePlanned() {
        assertThat(sriov.plan(plain(8)).target()).map(IovConfig::numVfs).contains(8);
        assertThatThrownBy(() -> sriov.plan(plain(9))).isInstanceOf(PlanException.class);
    }

    @Test
    void aConfigurationForAnotherDeviceIsNotPlanned() {
        var planner = new Planner(pf.status(), new Entry.Absent<>(), new Entry.Absent<>());
        IovConfig other = IovConfig.builder(Configs.SCHEMA, "ix1").numVfs(1).build();

        assertThatThrownBy(() -> planner.plan(other, Configs.SCHEMA))
                .isInstanceOfSatisfying(
                        PlanException.class,
                        e -> {
                            assertThat(e.device()).isEqualTo("ix0");
                            assertThat(e.problems())
                                    .containsExactly(
                                            new PlanProblem(
                                                    PlanProblem.Reason.WRONG_DEVICE,
                                                    "the configuration is for ix1",
                                                    "give one whose PF section has device : ix0"));
                        });
    }

    @Test
    void everyDifferenceOfTheSchemasIsToldAndDescriptionsAreNone() {
        pf.schema(
                PfSchema.ofDriver(
                        List.of(
                                Parameter.builder()
                                        .name("label")
                                        .type(ParameterType.STRING)
                                        .description("what it is called")
                                        .build()),
                        List.of(
                                Parameter.optional("mac-addr", ParameterType.UNICAST_MAC),
                                Parameter.defaulted(
                                        "mac-anti-spoof",
                                        ParameterType.BOOL,
                                        ParameterValue.Bool.FALSE),
                                Parameter.optional("vlan", ParameterType.VLAN),
                                Parameter.optional("speed", ParameterType.UINT8))));

        assertThatThrownBy(() -> sriov.plan(plain(1)))
                .hasMessage(
                        "cannot plan for ix0: the configuration was checked against another schema"
                                + " than ix0 has: VF parameter 'mac-anti-spoof' was 'mac-anti-spoof :"
                                + " bool (default = true)', is 'mac-anti-spoof : bool (default ="
                                + " false)', VF parameter 'vlan' was 'vlan : vlan (default = trunk)',"
                                + " is 'vlan : vlan (optional)', VF parameter 'weight' is gone, VF"
                                + " parameter 'speed' is new; check it against the schema of ix0"
                                + " again");
    }

    @Test
    void whyAConfigurationCannotBeRestoredIsSaid() {
        sriov.apply(sriov.plan(plain(3)));
        assertThat(sriov.planRemoval("ix0").previous().knownConfig())
                .map(IovConfig::numVfs)
                .contains(3);

        pf.reboot();
        assertThat(sriov.planRemoval("ix0").previous()).isEqualTo(new Previous.None());

        pf.configureNow(plain(2));
        assertThat(sriov.planRemoval("ix0").previous())
                .isEqualTo(
                        new Previous.Unknown(
                                "somebody else has created VFs since: 2 VFs are enabled where 3"
                                        + " were recorded"));

        host.records().entries().write("applied-ix0", "cut off");
        assertThat(sriov.planRemoval("ix0").previous())
                .isInstanceOfSatisfying(
                        Previous.Unknown.class,
                        unknown ->
                                assertThat(unknown.reason())
                                        .startsWith("entry 'applied-ix0' cannot be read"));

        host.records().entries().write("journal-ix0", "cut off");
        Plan plan = sriov.planRemoval("ix0");
        assertThat(plan.previous())
                .isEqualTo(
                        new Previous.Unknown(
                                "an apply was interrupted, and its journal is damaged"));
        assertThat(plan.notices())
                .hasSize(2)
                .allMatch(notice -> notice.endsWith("; it will be kept aside"))
                .anyMatch(notice -> notice.startsWith("entry 'applied-ix0' cannot be read"))
                .anyMatch(notice -> notice.startsWith("entry 'journal-ix0' cannot be read"));
    }

    @Test
    void whatAFailedApplyHasLeftIsUnknown() {
        leaveToAttention();
        pf.configureNow(plain(1));

        Plan plan = sriov.plan(plain(3));

        assertThat(plan.previous())
                .isEqualTo(new Previous.Unknown("an earlier apply failed and could not be undone"));
        assertThat(plan.steps()).hasSize(2);
    }

    private void leaveToAttention() {
        sriov.apply(sriov.plan(plain(3)));
        Plan plan = sriov.plan(plain(4));
        pf.failConfigure(Errno.ENXIO);
        sriov.apply(plan);
        pf.failConfigure(null);
    }

    @Test
    void plansAfterAFailedApplyHoldAsLongAsItsJournal() {
        leaveToAttention();

        assertThat(sriov.apply(sriov.plan(plain(3))).committed()).isTrue();
    }

    @Test
    void aFailedApplyInBetweenMakesAPlanStale() {
        sriov.apply(sriov.plan(plain(3)));
        Plan plan = sriov.plan(plain(2));
        leaveToAttention();

        assertStale(plan, "another configuration has been applied");
    }

    @Test
    void anInterruptedApplyInBetweenMakesAPlanStale() {
        Plan plan = sriov.plan(plain(2));
        Plan other = sriov.plan(plain(3));
        var dies =
                new ApplyListener() {
                    @Override
                    public void started(String device, String action) {
                        host.faults()
                                .at(host.faults().calls().size(), new Faults.Fault(true, true));
                    }
                };
        assertThatThrownBy(() -> sriov.apply(other, ApplyOptions.defaults().withListener(dies)))
                .isInstanceOf(Crash.class);
        host.faults().reset();

        assertStale(plan, "another apply was begun since, and was interrupted");
    }

    @Test
    void ofManyVfsThatHaveChangedFiveAreNamed() {
        sriov.apply(sriov.plan(plain(8)));
        Plan plan = sriov.plan(plain(2));
        for (int vf : List.of(0, 2, 3, 4, 5, 6)) {
            pf.use(vf, "jail web", false);
        }

        assertStale(plan, "VF-0, VF-2, VF-3, VF-4, VF-5 changed its state, driver or users");
    }

    @Test
    void aPfThatHasAnotherDriverMakesAPlanStale() {
        Plan plan = sriov.plan(plain(2));
        pf.driver = "ixl";

        assertStale(plan, "the state of ix0 has changed");
    }

    private void assertStale(Plan plan, String why) {
        assertThatThrownBy(() -> sriov.apply(plan))
                .isInstanceOfSatisfying(
                        ApplyException.class,
                        e -> {
                            assertThat(e.device()).isEqualTo("ix0");
                            assertThat(e.reason().code()).isEqualTo("stale-plan");
                        })
                .hasMessage(
                        "cannot apply to ix0: things have changed since it was planned: "
                                + why
                                + "; plan again and look at the new plan");
    }

    @Test
    void aPlanIsMadeFromWhatItsPlannerKnows() {
        var planner = new Planner(pf.status(), new Entry.Absent<>(), new Entry.Absent<>());
        Plan plan = planner.planRemoval();

        assertThat(planner.basis().status()).isEqualTo(pf.status());
        assertThat(plan.basis()).isEqualTo(planner.basis());
        assertThat(planner.change(plan)).isEmpty();
    }
}
