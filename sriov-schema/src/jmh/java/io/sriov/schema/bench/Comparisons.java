package io.sriov.schema.bench;

/// All comparisons of this module, one after the other; each can be run alone as `-Dbench.main`.
public final class Comparisons {
    private Comparisons() {}

    /// Runs the comparisons.
    ///
    /// @param args JMH's command line options, for all of them
    public static void main(String[] args) throws Exception {
        PipelineComparison.main(args);
        NvlistComparison.main(args);
    }
}
