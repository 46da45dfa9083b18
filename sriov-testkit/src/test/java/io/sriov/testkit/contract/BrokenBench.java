package io.sriov.testkit.contract;

import io.sriov.host.Host;

/// A bench with another host than the one its hands work on.
record BrokenBench(HostBench bench, Host host) implements HostBench {
    @Override
    public String device() {
        return bench.device();
    }

    @Override
    public int mostVfs() {
        return bench.mostVfs();
    }

    @Override
    public void assignToGuest(int vf) {
        bench.assignToGuest(vf);
    }

    @Override
    public void useInterface(int vf) {
        bench.useInterface(vf);
    }

    @Override
    public void release(int vf) {
        bench.release(vf);
    }

    @Override
    public void destroyVfsBehindTheSdk() {
        bench.destroyVfsBehindTheSdk();
    }

    @Override
    public void failNextConfigure() {
        bench.failNextConfigure();
    }

    @Override
    public void close() {
        bench.close();
    }
}
