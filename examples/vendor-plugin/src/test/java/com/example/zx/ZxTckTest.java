package com.example.zx;

import io.sriov.testkit.tck.PfDriverBench;
import io.sriov.testkit.tck.PfDriverTck;

// snippet: tck
/// The plug-in keeps what every PF driver promises; the certificate is in `target/tck`.
class ZxTckTest extends PfDriverTck {
    @Override
    protected PfDriverBench open() {
        return new ZxBench();
    }
}
// end
