package io.sriov.testkit.tck;

import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The sample device, with a plug-in that may be broken.
class SampleBench implements PfDriverBench {
    static final PfIdentity PF =
            new PfIdentity(PciAddress.parse("0000:10:00.0"), 0x1234, 0x0001, 0x020000, "sample");

    final SampleDevice device = new SampleDevice();
    private final Function<SampleDevice, PfDriver> driver;

    SampleBench() {
        this(SampleDriver::new);
    }

    /// One with another driver.
    SampleBench(Function<SampleDevice, PfDriver> driver) {
        this.driver = driver;
    }

    /// A plug-in whose drivers work on the device.
    class Provider implements PfDriverProvider {
        @Override
        public String name() {
            return "sample";
        }

        @Override
        public boolean supports(PfIdentity pf) {
            return pf.vendorId() == 0x1234;
        }

        @Override
        public PfDriver attach(PfIdentity pf) {
            return driver.apply(device);
        }
    }

    @Override
    public PfDriverProvider provider() {
        return new Provider();
    }

    @Override
    public PfIdentity pf() {
        return PF;
    }

    @Override
    public int mostVfs() {
        return 4;
    }

    @Override
    public void enableVfs(int numVfs) {
        device.enableVfs(numVfs);
    }

    @Override
    public Map<String, ParameterValue> vf(int index) {
        return Map.copyOf(device.vfs.get(index));
    }

    @Override
    public Map<String, ParameterValue> pfValues() {
        return Map.copyOf(device.pf);
    }

    @Override
    public void setBehindTheDriver(int index, String parameter, ParameterValue value) {
        device.vfs.get(index).put(parameter, value);
    }

    @Override
    public void setPfBehindTheDriver(String parameter, ParameterValue value) {
        device.pf.put(parameter, value);
    }

    @Override
    public ParameterValue example(Parameter parameter, int seed) {
        return parameter.name().equals("queues")
                ? new ParameterValue.Uint(3 + seed % 2)
                : Examples.of(parameter, seed);
    }

    @Override
    public List<ImpossibleConfig> impossible() {
        return List.of(
                ImpossibleConfig.atVf(
                        "faster than light",
                        1,
                        "rate",
                        List.of(
                                SampleDriver.vf(1, 1),
                                SampleDriver.vf(1, SampleDevice.MAX_RATE + 1L))));
    }

    @Override
    public Optional<DeviceFaults> faults() {
        return Optional.of(device);
    }

    @Override
    public Map<String, String> notApplicable() {
        return Map.of("3.1", "the tests make it themselves");
    }

    @Override
    public void close() {}
}
