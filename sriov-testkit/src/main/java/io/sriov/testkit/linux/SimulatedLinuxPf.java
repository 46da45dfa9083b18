package io.sriov.testkit.linux;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.ConfigSpace;
import io.sriov.pci.PciAddress;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;

/// A PF of a simulated Linux host. Nothing is kept between two calls but where it sits.
///
/// @param host the host
/// @param address where it sits
record SimulatedLinuxPf(SimulatedLinuxHost host, PciAddress address) implements PhysicalFunction {
    @Override
    public String device() {
        return address.toString();
    }

    @Override
    public String node() {
        return FunctionFiles.DEVICES + address;
    }

    FunctionFiles files() {
        return new FunctionFiles(host.linux(), address);
    }

    FunctionFiles vfFiles(int index) {
        String vf = files().linked("virtfn" + index).orElse("");
        return new FunctionFiles(host.linux(), vf);
    }

    /// Its network interface, and its NVMe controller.
    List<String> otherNames() {
        List<String> names = new ArrayList<>(files().names("net"));
        names.addAll(files().names("nvme"));
        return names;
    }

    /// All its names in one text.
    String names() {
        List<String> others = otherNames();
        return others.isEmpty() ? device() : String.join(", ", others) + " (" + device() + ")";
    }

    PfDriver driver() {
        return host.driver(address);
    }

    @Override
    public PfSchema schema() {
        return driver().schema();
    }

    @Override
    public PfStatus status() {
        return new LinuxStatus(this).read();
    }

    @Override
    public ConfigSpace configSpace() {
        ConfigSpace space = host.linux().configSpace(address);
        return new ConfigSpace() {
            @Override
            public long read(int offset, int width) {
                host.linux();
                return space.read(offset, width);
            }

            @Override
            public void write(int offset, int width, long value) {
                host.linux();
                space.write(offset, width, value);
            }
        };
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        List<Diagnostic> problems = new ArrayList<>(driver().check(config));
        new LinuxObstacles(this, config)
                .first()
                .ifPresent(obstacle ->
                        problems.add(
                                Diagnostic.error(
                                                DriverCode.DEVICE_LIMIT,
                                                obstacle.detail(),
                                                config.pf()
                                                        .setting("num_vfs")
                                                        .flatMap(setting -> setting.origin())
                                                        .orElseGet(() -> Origin.whole("num_vfs")))
                                        .withHint(obstacle.remedy())));
        return problems;
    }

    @Override
    public void preflight(IovConfig config) {
        new LinuxObstacles(this, config)
                .first()
                .ifPresent(obstacle -> {
                    throw new HostException(
                            Operation.CONFIGURE,
                            device(),
                            obstacle.errno(),
                            obstacle.detail(),
                            obstacle.remedy());
                });
    }

    @Override
    public List<ParameterMismatch> compare(IovConfig config) {
        PfDriver driver = driver();
        List<ParameterMismatch> mismatches = new ArrayList<>();
        for (int i = 0; i < config.numVfs(); i++) {
            try {
                mismatches.addAll(driver.compare(i, DriverParameters.of(config.vf(i))));
            } catch (PfDriverException e) {
                throw refusal(Operation.GET_STATUS, vf(i), e);
            }
        }
        return mismatches;
    }

    /// A VF's name in messages.
    String vf(int index) {
        return device() + " " + IovConfig.vfName(index);
    }

    static HostException refusal(Operation operation, String device, PfDriverException e) {
        return new HostException(
                operation, device, e.errno(), String.valueOf(e.getMessage()), null, e);
    }

    @Override
    public void configure(IovConfig config) {
        try (LinuxPfChange change = LinuxPfChange.begin(this, Operation.CONFIGURE)) {
            new LinuxVfCreation(this, config, change).run();
        }
    }

    @Override
    public void delete() {
        try (LinuxPfChange change = LinuxPfChange.begin(this, Operation.DELETE)) {
            new LinuxVfDestruction(this).run();
            change.settle();
        }
    }

    @Override
    public void settle() {
        try (LinuxPfChange change = LinuxPfChange.begin(this, Operation.CONFIGURE)) {
            change.settle();
        }
    }

    @Override
    public void attachVf(int index) {
        new LinuxVfBinding(this, index).attach();
    }

    @Override
    public void detachVf(int index) {
        new LinuxVfBinding(this, index).detach();
    }
}
