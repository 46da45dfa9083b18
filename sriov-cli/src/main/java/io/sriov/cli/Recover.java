package io.sriov.cli;

import io.sriov.Interruption;
import io.sriov.Sriov;
import io.sriov.apply.ApplyOptions;
import io.sriov.apply.Consent;
import io.sriov.apply.Outcome;
import io.sriov.apply.Recovery;
import io.sriov.host.SriovException;
import io.sriov.schema.diagnostic.PrintableText;
import java.util.List;
import java.util.Optional;

/// `--recover`: puts right what interrupted commands left behind.
final class Recover implements Verb {
    private static final String WHAT = "Failed to recover";

    @Override
    public int run(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        boolean all = arguments.devices().isEmpty() && arguments.files().isEmpty();
        List<Pf> pfs = Pf.named(arguments);
        try (Sriov sriov = Hosts.open(invocation)) {
            List<String> devices =
                    all
                            ? sriov.interruptions().stream().map(Interruption::device).toList()
                            : pfs.stream().map(pf -> pf.open(sriov.host()).device()).toList();
            if (all && devices.isEmpty() && arguments.format() != OutputFormat.JSON) {
                invocation.terminal().print("nothing to recover\n");
            }
            boolean recovered = true;
            for (String device : devices) {
                recovered &= recover(device, sriov, invocation);
            }
            return recovered ? 0 : 1;
        }
    }

    private static boolean recover(String device, Sriov sriov, Invocation invocation) {
        Optional<Recovery> recovery;
        try (var progress = new ProgressLine(invocation)) {
            Consent consent =
                    invocation.arguments().destroyInUse()
                            ? Consent.forDevice(device)
                            : Consent.none();
            recovery = sriov.recover(device, new ApplyOptions(consent, progress));
        } catch (SriovException e) {
            invocation.problems().failure(Failures.of(WHAT, e));
            return false;
        }
        if (invocation.arguments().format() == OutputFormat.JSON) {
            Json.print(
                    invocation.terminal(),
                    json -> {
                        json.writeStartObject();
                        json.writeStringProperty("device", device);
                        if (recovery.isPresent()) {
                            json.writeStringProperty("found", recovery.get().found());
                            json.writeName("outcome");
                            json.writeRawValue(recovery.get().outcome().toJson());
                        }
                        json.writeEndObject();
                    });
        } else {
            String came = recovery.map(Recover::text).orElse("nothing to recover");
            invocation.terminal().print(device + ": " + PrintableText.of(came) + "\n");
        }
        return recovery.map(done -> tell(done, invocation.problems())).orElse(true);
    }

    private static String text(Recovery recovery) {
        return recovery.found()
                + "; "
                + switch (recovery.outcome()) {
                    case Outcome.Committed _ -> "it has been completed";
                    case Outcome.Restored _ -> "the state before has been restored";
                    case Outcome.NeedsAttention _ -> "the state before could not be restored";
                };
    }

    private static boolean tell(Recovery recovery, Problems problems) {
        recovery.outcome().remarks().forEach(remark -> problems.notice(recovery.device(), remark));
        if (recovery.outcome() instanceof Outcome.NeedsAttention attention) {
            problems.failure(
                    OutcomeReport.failure(
                            WHAT,
                            recovery.device(),
                            attention.cause(),
                            OutcomeReport.attention(attention)));
            return false;
        }
        return true;
    }
}
