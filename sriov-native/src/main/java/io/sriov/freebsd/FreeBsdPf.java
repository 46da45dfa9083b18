package io.sriov.freebsd;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.ConfigSpace;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.schema.wire.Decoded;
import io.sriov.schema.wire.SchemaNvlist;

/// A PF of a FreeBSD host. Nothing is kept between two calls but the name: nodes are opened for
/// each.
///
/// @param host the host
/// @param device the name of its node
record FreeBsdPf(FreeBsdHost host, String device) implements PhysicalFunction {

    @Override
    public String node() {
        return IovNode.path(device);
    }

    @Override
    public PfSchema schema() {
        byte[] packed;
        try (IovNode node = open(Operation.GET_SCHEMA)) {
            packed = node.schema();
        } catch (KernelErrorException e) {
            throw new HostException(
                    Operation.GET_SCHEMA,
                    device,
                    e.errno(),
                    "the kernel does not give it" + e.remark(),
                    "try again; see the console for the reason");
        }
        Decoded<PfSchema> schema = SchemaNvlist.unpack(packed);
        return schema.value()
                .orElseThrow(() ->
                        new HostException(
                                Operation.GET_SCHEMA,
                                device,
                                Errno.EINVAL,
                                "what the kernel gives is no schema: "
                                        + schema.report().toString().lines().findFirst().orElse(""),
                                "look for a version of this program that knows this kernel"));
    }

    @Override
    public PfStatus status() {
        try (IovNode node = open(Operation.GET_STATUS)) {
            return StatusReader.read(host.calls(), device, node);
        }
    }

    @Override
    public ConfigSpace configSpace() {
        return new PciConfigSpace(host, StatusReader.locate(host.calls(), device).selector());
    }

    @Override
    public void configure(IovConfig config) {
        byte[] packed = ConfigNvlist.pack(config);
        try (IovNode node = open(Operation.CONFIGURE)) {
            node.configure(packed);
        } catch (KernelErrorException e) {
            throw new ConfigureDiagnosis(this, config, packed.length).explain(e);
        }
    }

    @Override
    public void delete() {
        try (IovNode node = open(Operation.DELETE)) {
            node.delete();
        } catch (KernelErrorException e) {
            throw DeleteDiagnosis.explain(this, e);
        }
    }

    @Override
    public void attachVf(int index) {
        VfStatus vf = vf(Operation.ATTACH_VF, index);
        try {
            new DevctlNode(host.calls()).attach(selector(vf));
        } catch (KernelErrorException e) {
            throw VfDiagnosis.attaching(device, vf, e);
        }
    }

    @Override
    public void detachVf(int index) {
        VfStatus vf = vf(Operation.DETACH_VF, index);
        try {
            new DevctlNode(host.calls()).detach(selector(vf));
        } catch (KernelErrorException e) {
            throw VfDiagnosis.detaching(device, vf, e);
        }
    }

    /// Where the kernel has the function: a location that it has told, or that of the function
    /// which `/dev/pci` shows there.
    private PciSelector selector(VfStatus vf) {
        return PciSelector.tryParse(vf.location())
                .orElseGet(() -> host.function(vf.address()).selector());
    }

    private VfStatus vf(Operation operation, int index) {
        return status().vf(index)
                .orElseThrow(() ->
                        new HostException(
                                operation,
                                device + " " + IovConfig.vfName(index),
                                Errno.ENOENT,
                                "there is no such VF",
                                "see iovctl -L -d " + device + " for those there are"));
    }

    private IovNode open(Operation operation) {
        try {
            return IovNode.open(host.calls(), device);
        } catch (KernelErrorException e) {
            throw new HostException(
                    operation,
                    device,
                    e.errno(),
                    node() + " cannot be opened" + e.remark(),
                    switch (e.errno()) {
                        case EACCES, EPERM ->
                                "run as root, or as a user to whom devfs.rules gives it";
                        case ENOENT ->
                                "its driver has detached meanwhile; see dmesg for the reason";
                        default -> null;
                    });
        }
    }
}
