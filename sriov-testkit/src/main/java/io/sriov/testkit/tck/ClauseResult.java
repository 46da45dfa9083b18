package io.sriov.testkit.tck;

import java.util.List;

/// One line of a certificate. Immutable and thread-safe.
///
/// @param id the clause's number: `4.8`
/// @param rule what must hold
/// @param source where the rule comes from
/// @param verdict whether it does
/// @param reason why not, or why it is not applicable; empty where it passed
/// @param evidence what was tried, with numbers, a line each
public record ClauseResult(
        String id,
        String rule,
        String source,
        Verdict verdict,
        String reason,
        List<String> evidence) {

    /// Copies the list.
    public ClauseResult {
        evidence = List.copyOf(evidence);
    }

    static ClauseResult of(Clause clause, Verdict verdict, String reason, List<String> evidence) {
        return new ClauseResult(
                clause.id(), clause.rule(), clause.source(), verdict, reason, evidence);
    }
}
