package io.sriov.testkit.tck;

import java.util.List;
import java.util.stream.Stream;

/// One line of a certificate. Immutable and thread-safe.
///
/// @param id the clause's number: `4.8`
/// @param rule what must hold
/// @param source where the rule comes from
/// @param verdict whether it does
/// @param reason why not, why it is not proven, or why it is not applicable; empty where it passed
/// @param evidence what was tried, with numbers, a line each
/// @param restsOnBench whether a part of it is not what the kit found, but what the bench says:
///   that it is not applicable, why a value is secure, that a parameter cannot be seen, or that two
///   values are the same
public record ClauseResult(
        String id,
        String rule,
        String source,
        Verdict verdict,
        String reason,
        List<String> evidence,
        boolean restsOnBench) {

    private static final List<Verdict> WORST_FIRST =
            List.of(
                    Verdict.FAILED,
                    Verdict.WAIVED,
                    Verdict.UNPROVEN,
                    Verdict.PASSED,
                    Verdict.NOT_APPLICABLE,
                    Verdict.NOT_TRIED);

    /// Copies the list.
    public ClauseResult {
        evidence = List.copyOf(evidence);
    }

    static ClauseResult of(Clause clause, Verdict verdict, String reason, OnDriver tried) {
        return new ClauseResult(
                clause.id(),
                clause.rule(),
                clause.source(),
                verdict,
                reason,
                tried.evidence(),
                tried.restsOnBench());
    }

    /// What came of a clause that is tried more than once: the worst of it.
    ClauseResult and(ClauseResult next) {
        ClauseResult worse =
                WORST_FIRST.indexOf(verdict) <= WORST_FIRST.indexOf(next.verdict) ? this : next;
        return new ClauseResult(
                id,
                rule,
                source,
                worse.verdict,
                worse.reason,
                Stream.concat(evidence.stream(), next.evidence.stream()).distinct().toList(),
                restsOnBench || next.restsOnBench);
    }

    static ClauseResult notTried(Clause clause) {
        return new ClauseResult(
                clause.id(),
                clause.rule(),
                clause.source(),
                Verdict.NOT_TRIED,
                "this run left it out",
                List.of(),
                false);
    }
}
