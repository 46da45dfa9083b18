package io.sriov.testkit.contract;

import io.sriov.host.Host;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// A host that does what another does.
class ForwardingHost implements Host {
    final Host host;

    ForwardingHost(Host host) {
        this.host = host;
    }

    /// A host with other PFs, each changed once.
    static Host withPfs(Host host, UnaryOperator<PhysicalFunction> change) {
        return new ForwardingHost(host) {
            private final Map<String, PhysicalFunction> changed = new ConcurrentHashMap<>();

            private PhysicalFunction change(PhysicalFunction pf) {
                return changed.computeIfAbsent(pf.device(), _ -> change.apply(pf));
            }

            @Override
            public List<PhysicalFunction> physicalFunctions() {
                return host.physicalFunctions().stream().map(this::change).toList();
            }

            @Override
            public PhysicalFunction physicalFunction(String device) {
                return change(host.physicalFunction(device));
            }
        };
    }

    /// A host with other records.
    static Host withRecords(Host host, UnaryOperator<RecordStore> change) {
        return new ForwardingHost(host) {
            @Override
            public RecordStore records() {
                return change.apply(host.records());
            }
        };
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return host.physicalFunctions();
    }

    @Override
    public PhysicalFunction physicalFunction(String device) {
        return host.physicalFunction(device);
    }

    @Override
    public RecordStore records() {
        return host.records();
    }

    @Override
    public void close() {
        host.close();
    }
}
