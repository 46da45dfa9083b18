package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sriov.Sriov;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.pci.SriovCapability;
import io.sriov.plan.Plan;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is found when the steps have been done and the device is otherwise all the same.
class VerificationTest {
    private static final String DIFFERS = "what reads back is not what was asked for; ";

    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host);

    private static IovConfig three() {
        return Configs.config("ix0", 3, 0);
    }

    /// Applies, and something happens to the device before it is read back for the first time.
    private Outcome apply(Plan plan, Runnable happening) {
        var listener =
                new ApplyListener() {
                    private boolean happened;

                    @Override
                    public void started(String device, String action) {
                        if (action.startsWith("read back") && !happened) {
                            happened = true;
                            happening.run();
                        }
                    }
                };
        return sriov.apply(plan, ApplyOptions.defaults().withListener(listener));
    }

    /// What creating three VFs fails with when something happens to them; the first of them is
    /// passed through.
    private String found(Runnable happening) {
        Outcome outcome = apply(sriov.plan(three()), happening);
        assertThat(outcome.evidence())
                .filteredOn(done -> done.phase() == StepEvidence.Phase.VERIFY)
                .singleElement()
                .satisfies(done -> assertThat(done.failure()).contains(causeOf(outcome)));
        return causeOf(outcome).message();
    }

    private static Failure causeOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Committed _ -> throw new AssertionError(outcome.toText());
            case Outcome.Restored restored -> restored.cause();
            case Outcome.NeedsAttention attention -> attention.cause();
        };
    }

    @Test
    void aVfThatIsMeantForAnother() {
        assertThat(
                        found(() -> {
                            pf.placeNow(0, true, false);
                            pf.placeNow(1, true, true);
                        }))
                .isEqualTo(
                        DIFFERS
                                + "ix0 VF-0: passthrough yes expected, passthrough no found; "
                                + "ix0 VF-1: passthrough no expected, passthrough yes found");
        assertThat(pf.inForce()).isEmpty();
    }

    @Test
    void aVfThatNobodyAskedFor() {
        assertThat(found(() -> pf.placeNow(3, true, false)))
                .isEqualTo(DIFFERS + "ix0 VF-3: absent expected, present found");
    }

    @Test
    void vfsThatAreNotWhereTheRegistersPutThem() {
        // 03:00.0 is routing ID 0300h; with 64 more the first VF would be at 0340h, 03:08.0.
        assertThat(found(() -> pf.registerNow(SriovCapability.FIRST_VF_OFFSET, 64)))
                .isEqualTo(
                        DIFFERS
                                + "ix0 VF-0: at 0000:03:08.0 expected, at 0000:03:10.0 found; "
                                + "ix0 VF-1: at 0000:03:08.2 expected, at 0000:03:10.2 found; "
                                + "ix0 VF-2: at 0000:03:08.4 expected, at 0000:03:10.4 found");
    }

    @Test
    void threeDifferencesAreToldAndTheOthersCounted() {
        pf.refuse(0);
        pf.refuse(2);
        pf.refuse(3);
        pf.refuse(4);

        Outcome outcome = sriov.apply(sriov.plan(Configs.config("ix0", 6, 0)));

        String refused = ": present expected, absent: its driver refused it found; ";
        assertThat(causeOf(outcome))
                .isEqualTo(
                        Failure.of(
                                DIFFERS
                                        + "ix0 VF-0"
                                        + refused
                                        + "ix0 VF-2"
                                        + refused
                                        + "ix0 VF-3"
                                        + refused
                                        + "and 1 more",
                                "look for the reason on the system's console"));
    }

    @Test
    void registersThatKnowNothingOfTheVfs() {
        assertThat(
                        found(() -> {
                            pf.registerNow(SriovCapability.CONTROL, 0);
                            pf.registerNow(SriovCapability.NUM_VFS, 2);
                        }))
                .isEqualTo(
                        DIFFERS
                                + "ix0: VF Enable set expected, VF Enable clear found; "
                                + "ix0: NumVFs 3 expected, NumVFs 2 found");
    }

    @Test
    void registersThatStillKnowOfVfsThatAreRemoved() {
        sriov.apply(sriov.plan(three()));

        Outcome outcome =
                apply(
                        sriov.planRemoval("ix0"),
                        () ->
                                pf.registerNow(
                                        SriovCapability.CONTROL,
                                        SriovCapability.CONTROL_VF_ENABLE));

        assertThat(causeOf(outcome).message())
                .isEqualTo(DIFFERS + "ix0: VF Enable clear expected, VF Enable set found");
    }

    @Test
    void whatNumVfsReadsWithoutVfsDoesNotMatter() {
        sriov.apply(sriov.plan(three()));

        Outcome outcome =
                apply(sriov.planRemoval("ix0"), () -> pf.registerNow(SriovCapability.NUM_VFS, 3));

        assertThat(outcome.committed()).isTrue();
    }

    @Test
    void aDeviceThatDoesNotAnswer() {
        assertThat(found(pf::loseCapability))
                .isEqualTo(
                        DIFFERS
                                + "ix0: a readable SR-IOV capability expected, none: the device"
                                + " does not answer found");
    }

    @Test
    void aParameterThatReadsOtherwise() {
        assertThat(
                        found(() ->
                                pf.mismatches =
                                        List.of(
                                                new ParameterMismatch(
                                                        "VF-1", "vlan", "trunk", "17"))))
                .isEqualTo(DIFFERS + "ix0 VF-1 vlan: trunk expected, 17 found");
    }

    @Test
    void registersThatTheCallerMayNotReadAreNoObstacleAndTold() {
        for (Errno errno : List.of(Errno.EPERM, Errno.EACCES)) {
            Outcome outcome = apply(sriov.plan(three()), () -> pf.registersRefused = errno);

            assertThat(outcome.committed()).isTrue();
            assertThat(outcome.remarks())
                    .containsExactly(
                            "the registers of ix0 were not compared, only what the kernel tells:"
                                    + " cannot read the configuration space of ix0: "
                                    + errno
                                    + ": not for you");
            assertThat(sriov.apply(sriov.planRemoval("ix0")).committed()).isTrue();
        }
    }

    @Test
    void registersThatCannotBeReadAreAFailure() {
        Outcome outcome = apply(sriov.plan(three()), () -> pf.registersRefused = Errno.EIO);

        assertThat(causeOf(outcome).errno()).contains(Errno.EIO);
        assertThat(outcome.evidence())
                .filteredOn(done -> done.phase() == StepEvidence.Phase.VERIFY)
                .singleElement()
                .satisfies(done -> assertThat(done.failure()).contains(causeOf(outcome)));
        assertThat(outcome)
                .asInstanceOf(type(Outcome.NeedsAttention.class))
                .satisfies(attention ->
                        assertThat(attention.differences())
                                .extracting(Deviation::toString)
                                .containsExactly(
                                        "ix0: the previous state expected, nothing that could be"
                                                + " read: cannot read the configuration space of"
                                                + " ix0: EIO: not for you found"));
    }

    @Test
    void aDriverThatWasAttachedAndIsNot() {
        sriov.apply(sriov.plan(three()));
        pf.attachNow(1, false);

        Outcome outcome = apply(sriov.plan(three()), () -> pf.attachNow(1, false));

        assertThat(causeOf(outcome).message())
                .isEqualTo(DIFFERS + "ix0 VF-1: a driver attached expected, none attached found");
        assertThat(outcome).isInstanceOf(Outcome.Restored.class);
        assertThat(outcome.evidence())
                .as("no VF is destroyed for it")
                .extracting(StepEvidence::action)
                .containsExactly(
                        "attach the driver of ix0 VF-1",
                        "read back the state of ix0",
                        "read back the state of ix0");
    }

    @Test
    void driversThatNoVfOfANewConfigurationHasAreTold() {
        Outcome outcome =
                apply(
                        sriov.plan(Configs.config("ix0", 5, 0)),
                        () -> {
                            pf.attachNow(0, false);
                            pf.attachNow(2, false);
                            pf.attachNow(3, false);
                        });

        assertThat(outcome.committed()).isTrue();
        assertThat(outcome.remarks())
                .containsExactly(
                        "no driver of the host is attached to VF 2..3, and ixv1 is to another: it"
                                + " has failed to start it; the system's console (dmesg) says why",
                        "no passthrough driver is attached to VF 0; load the hypervisor's module"
                                + " to pass it to a guest");
    }

    @Test
    void whatCannotBeReadBackIsToldHoweverTheDriverSpellsIt() {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(), List.of(Parameter.optional("Speed", ParameterType.UINT8)));
        pf.schema(schema);
        pf.tell(
                new ParameterReading(
                        "Speed", ParameterReading.State.UNSUPPORTED, "ix does not report it"));

        Outcome outcome =
                sriov.apply(
                        sriov.plan(
                                IovConfig.builder(schema, "ix0")
                                        .numVfs(1)
                                        .vf(0, "speed", new ParameterValue.Uint(4))
                                        .build()));

        assertThat(outcome.remarks())
                .containsExactly(
                        "Speed of VF 0 was set and cannot be read back: ix does not report it");
    }

    @Test
    void aHostWithoutADriverForVfsIsToldToLoadIt() {
        Outcome outcome =
                apply(
                        sriov.plan(three()),
                        () -> {
                            pf.attachNow(1, false);
                            pf.attachNow(2, false);
                        });

        assertThat(outcome.remarks())
                .containsExactly(
                        "no driver of the host is attached to VF 1..2; load the VF's driver to use"
                                + " it on the host");
    }

    @Test
    void fewerVfsThanAskedForAreLeftToWhoeverFindsOutWhose() {
        for (int found : List.of(1, 2)) {
            Outcome outcome = apply(sriov.plan(three()), () -> replaceBy(found));

            assertThat(outcome)
                    .asInstanceOf(type(Outcome.NeedsAttention.class))
                    .satisfies(attention ->
                            assertThat(attention.remedies().getFirst())
                                    .isEqualTo(
                                            (found == 1 ? "1 VF" : "2 VFs")
                                                    + " enabled where 3 were asked for: either the"
                                                    + " PF's driver has created fewer and reported"
                                                    + " success, or somebody else has created"
                                                    + " others meanwhile: find out which, then"
                                                    + " apply the configuration that is wanted"));
            assertThat(pf.inForce()).map(IovConfig::numVfs).contains(found);
            sriov.apply(sriov.planRemoval("ix0"));
        }
    }

    @Test
    void moreVfsThanAskedForAreSomebodyElses() {
        Outcome outcome = apply(sriov.plan(three()), () -> replaceBy(4));

        assertThat(outcome)
                .asInstanceOf(type(Outcome.NeedsAttention.class))
                .satisfies(attention -> {
                    assertThat(attention.cause().message())
                            .startsWith(
                                    DIFFERS + "ix0: 3 VFs enabled expected, 4 VFs enabled found");
                    assertThat(attention.remedies())
                            .containsExactly(
                                    "somebody else has created VFs meanwhile: find out who, then"
                                            + " apply the configuration that is wanted",
                                    "then recover ix0 again, or apply the configuration that is"
                                            + " wanted");
                });
        assertThat(pf.inForce()).map(IovConfig::numVfs).contains(4);
    }

    private void replaceBy(int numVfs) {
        pf.reboot();
        pf.configureNow(Configs.config("ix0", numVfs, 0));
    }
}
