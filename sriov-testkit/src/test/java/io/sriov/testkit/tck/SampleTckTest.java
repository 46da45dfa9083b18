package io.sriov.testkit.tck;

/// A plug-in that keeps every rule passes.
class SampleTckTest extends PfDriverTck {
    @Override
    protected PfDriverBench open() {
        return new SampleBench();
    }
}
