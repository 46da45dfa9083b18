package io.sriov.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.Sriov;
import io.sriov.plan.Plan;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Faults;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A machine in some state, and what is to be done to it.
enum Scenario {
    /// No VFs, then three.
    CREATE(null, 1),
    /// Three VFs, then five others.
    REPLACE(0, 1),
    /// As many VFs as before at the same places, with other parameters: only records tell them
    /// apart.
    REPLACE_ALIKE(0, 2),
    /// VFs of which one was detached by hand, then others.
    REPLACE_DETACHED(0, 1) {
        @Override
        void arrange(Sriov sriov, ScriptedPf pf) {
            super.arrange(sriov, pf);
            pf.attachNow(2, false);
        }
    },
    /// VFs that somebody else created, then ours.
    REPLACE_UNKNOWN(null, 1) {
        @Override
        void arrange(Sriov sriov, ScriptedPf pf) {
            pf.configureNow(Configs.config(DEVICE, 3, 0));
        }
    },
    /// VFs that somebody else created over ours, as many at the same places.
    REMOVE_UNKNOWN(null, null) {
        @Override
        void arrange(Sriov sriov, ScriptedPf pf) {
            pf.configureNow(Configs.config(DEVICE, 3, 0));
        }
    },
    /// Three VFs, then none.
    REMOVE(0, null),
    /// The same configuration, of which two drivers were detached.
    REATTACH(0, 0) {
        @Override
        void arrange(Sriov sriov, ScriptedPf pf) {
            super.arrange(sriov, pf);
            pf.attachNow(1, false);
            pf.attachNow(2, false);
        }
    };

    static final String DEVICE = "ix0";

    private final @Nullable Integer before;
    private final @Nullable Integer after;

    Scenario(@Nullable Integer before, @Nullable Integer after) {
        this.before = before;
        this.after = after;
    }

    private static @Nullable IovConfig config(@Nullable Integer flavour) {
        return flavour == null ? null : Configs.config(DEVICE, flavour % 2 == 0 ? 3 : 5, flavour);
    }

    void arrange(Sriov sriov, ScriptedPf pf) {
        IovConfig config = config(before);
        if (config != null) {
            assertThat(sriov.apply(sriov.plan(config)).committed()).isTrue();
        }
    }

    boolean previousKnown() {
        return this != REPLACE_UNKNOWN && this != REMOVE_UNKNOWN;
    }

    /// The configuration that is wanted; empty for a removal.
    Optional<IovConfig> wanted() {
        return Optional.ofNullable(config(after));
    }

    /// The machine, ready.
    Machine machine() {
        var host = new ScriptedHost();
        ScriptedPf pf = host.add(DEVICE, 8, Configs.SCHEMA);
        Sriov sriov = Sriov.open(host);
        arrange(sriov, pf);
        host.faults().reset();
        return new Machine(this, host, pf, pf.truth());
    }

    /// A machine of a scenario.
    ///
    /// @param initial the kernel's true state at the beginning
    record Machine(Scenario scenario, ScriptedHost host, ScriptedPf pf, String initial) {

        Faults faults() {
            return host.faults();
        }

        /// A process of its own.
        Sriov process() {
            return Sriov.open(host);
        }

        Plan plan() {
            Sriov sriov = process();
            return scenario.wanted().map(sriov::plan).orElseGet(() -> sriov.planRemoval(DEVICE));
        }

        /// The plan as a first process makes it, so that the calls that follow are those of
        /// applying it.
        Plan planned() {
            Plan plan = plan();
            faults().reset();
            return plan;
        }

        /// What the kernel's state has to be when what is wanted is in force.
        String goal() {
            Machine other = scenario.machine();
            Outcome outcome = other.process().apply(other.plan());
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            return other.pf().truth();
        }

        /// How many calls a faultless apply takes.
        static int calls(Scenario scenario) {
            Machine machine = scenario.machine();
            Plan plan = machine.planned();
            machine.process().apply(plan);
            return machine.faults().calls().size();
        }

        /// No journal, and what the records say is what is in force. What belonged to a journal may
        /// be left over.
        void assertSettled() {
            faults().reset();
            Sriov sriov = process();
            assertThat(sriov.interruptions()).isEmpty();
            assertThat(host.records().entries().names())
                    .filteredOn(name -> !name.startsWith("damaged-"))
                    .isSubsetOf("applied-" + DEVICE, "pending-" + DEVICE, "previous-" + DEVICE);
            pf.inForce()
                    .filter(_ -> scenario.previousKnown() || !pf.truth().equals(initial))
                    .filter(_ -> !scenario.name().equals("REATTACH"))
                    .ifPresent(config -> {
                        // what somebody detached stays detached; otherwise nothing is to be done
                        assertThat(sriov.plan(config).impact().destroyed()).isEmpty();
                    });
        }
    }
}
