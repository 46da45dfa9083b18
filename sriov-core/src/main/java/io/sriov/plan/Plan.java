package io.sriov.plan;

import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What has to be done to one PF so that a configuration is in force, or none. Immutable and
/// thread-safe.
///
/// A plan says what it does in order ([#steps()]), what becomes different by that
/// ([#differences()]), whom it harms ([#impact()]), and whether the state before can be restored
/// ([#previous()]). The same PF, records and configuration give the same plan, and the same texts.
public final class Plan {
    private final String device;
    private final Optional<IovConfig> target;
    private final Basis basis;
    private final Previous previous;
    private final List<Step> steps;
    private final List<DeviceDifference> differences;
    private final Impact impact;
    private final List<String> notices;

    Plan(
            String device,
            Optional<IovConfig> target,
            Basis basis,
            Previous previous,
            List<Step> steps,
            List<DeviceDifference> differences,
            Impact impact,
            List<String> notices) {
        this.device = device;
        this.target = target;
        this.basis = basis;
        this.previous = previous;
        this.steps = List.copyOf(steps);
        this.differences = List.copyOf(differences);
        this.impact = impact;
        this.notices = List.copyOf(notices);
    }

    /// {@return the PF's device name}
    public String device() {
        return device;
    }

    /// {@return the configuration that is wanted; empty where all VFs are to be removed}
    public Optional<IovConfig> target() {
        return target;
    }

    /// {@return what the plan was made from}
    public Basis basis() {
        return basis;
    }

    /// {@return what is known of the configuration that the plan replaces}
    public Previous previous() {
        return previous;
    }

    /// {@return what is done, in this order}
    public List<Step> steps() {
        return steps;
    }

    /// {@return whether there is nothing to do}
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /// {@return what becomes different: the PF first, then the VFs by number; VFs that nothing
    /// happens to are absent}
    public List<DeviceDifference> differences() {
        return differences;
    }

    /// {@return whom the plan harms}
    public Impact impact() {
        return impact;
    }

    /// {@return what else is worth knowing, one sentence each: warnings of the PF's driver among
    /// it, where VFs are created}
    public List<String> notices() {
        return notices;
    }

    /// {@return the same plan with more that is worth knowing}
    ///
    /// @param more one sentence each, told after those that it has
    public Plan withNotices(List<String> more) {
        return new Plan(
                device,
                target,
                basis,
                previous,
                steps,
                differences,
                impact,
                Stream.concat(notices.stream(), more.stream()).toList());
    }

    /// {@return the plan for people, several lines, without a line end after the last}
    public String toText() {
        return PlanText.format(this);
    }

    /// {@return the plan for programs, one line of JSON}
    ///
    /// ```json
    /// {"device":"ix0","empty":false,"current":{"numVfs":3},"wanted":{"numVfs":8},"previous":"known",
    ///  "steps":[{"step":"destroy-vfs","numVfs":3},{"step":"create-vfs","numVfs":8}],
    ///  "differences":[{"device":"VF-0","change":"changed",
    ///    "parameters":[{"name":"mac-anti-spoof","before":true,"after":false}]}],
    ///  "impact":{"destroyed":[0,1,2],"inUse":[{"vf":1,"uses":[{"holder":"guest vm1","exclusive":false}]}],
    ///    "consentNeeded":true,"blocked":false,"restorable":true},
    ///  "notices":[]}
    /// ```
    ///
    /// `wanted` is null for a removal. `previous` is `none`, `known`, or `unknown`; then
    /// `previousReason` says why. Booleans and integers are JSON's (an integer may need 64 bits),
    /// other values texts; a missing value is left out.
    public String toJson() {
        return PlanJson.format(this);
    }

    /// {@return [#toText()]}
    @Override
    public String toString() {
        return toText();
    }
}
