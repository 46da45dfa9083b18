package io.sriov.testkit.tck;

import io.sriov.driver.DriverCode;
import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.host.Errno;
import io.sriov.host.ParameterMismatch;
import io.sriov.host.ParameterReading;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import io.sriov.schema.diagnostic.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A driver that keeps every rule, for the tests to break.
class SampleDriver implements PfDriver {
    static final List<Parameter> OF_PF =
            List.of(
                    Parameter.builder()
                            .name("mode")
                            .type(ParameterType.STRING)
                            .defaultValue(new ParameterValue.Text("fair"))
                            .description("How the PF shares its bandwidth between VFs.")
                            .build(),
                    bool("vlan-anti-spoof", true, "Drop frames with tags of other VFs."),
                    optional("mtu", ParameterType.UINT16, "The longest frame of the port."));

    static final List<Parameter> OF_VF =
            List.of(
                    optional("mac-addr", ParameterType.UNICAST_MAC, "The address of the VF."),
                    bool("mac-anti-spoof", true, "Drop frames with forged addresses."),
                    bool("allow-set-mac", false, "Let the VF choose its address."),
                    bool("allow-promisc", false, "Let the VF receive everything."),
                    optional("trust", ParameterType.BOOL, "Trust the guest of the VF."),
                    optional("vlan", ParameterType.VLAN, "The VLAN of the VF."),
                    optional("rate", ParameterType.UINT32, "The most that it sends, in Mbit/s."),
                    optional("cookie", ParameterType.UINT64, "Handed to the guest as it is."),
                    optional("label", ParameterType.STRING, "What the operator calls it."),
                    Parameter.builder()
                            .name("queues")
                            .type(ParameterType.UINT8)
                            .required(true)
                            .description("How many of the PF's queues it owns.")
                            .build());

    private static Parameter optional(String name, ParameterType type, String description) {
        return Parameter.builder().name(name).type(type).description(description).build();
    }

    private static Parameter bool(String name, boolean value, String description) {
        return Parameter.builder()
                .name(name)
                .type(ParameterType.BOOL)
                .defaultValue(ParameterValue.Bool.of(value))
                .description(description)
                .build();
    }

    final SampleDevice device;
    private final List<Parameter> ofPf;
    private final List<Parameter> ofVf;

    SampleDriver(SampleDevice device) {
        this(device, OF_VF);
    }

    /// One with another schema.
    SampleDriver(SampleDevice device, List<Parameter> ofVf) {
        this(device, OF_PF, ofVf);
    }

    SampleDriver(SampleDevice device, List<Parameter> ofPf, List<Parameter> ofVf) {
        this.device = device;
        this.ofPf = ofPf;
        this.ofVf = ofVf;
    }

    @Override
    public PfSchema schema() {
        return PfSchema.ofDriver(ofPf, ofVf);
    }

    @Override
    public List<Diagnostic> check(IovConfig config) {
        var problems = new ArrayList<Diagnostic>();
        for (int i = 0; i < config.numVfs(); i++) {
            config.vf(i)
                    .setting("rate")
                    .filter(setting -> tooFast(setting.value()))
                    .ifPresent(setting ->
                            problems.add(
                                    Diagnostic.error(
                                                    DriverCode.DEVICE_LIMIT,
                                                    "no device sends as fast as "
                                                            + setting.value().text(),
                                                    setting.origin().orElse(Origin.whole("rate")))
                                            .withHint(
                                                    "set rate to at most "
                                                            + SampleDevice.MAX_RATE)));
        }
        return problems;
    }

    boolean tooFast(ParameterValue rate) {
        return ((ParameterValue.Uint) rate).bits() > SampleDevice.MAX_RATE;
    }

    @Override
    public void init(int numVfs, DriverParameters pf) throws PfDriverException {
        for (Parameter parameter : ofPf) {
            var value = pf.value(parameter.name());
            if (value.isPresent()) {
                device.setPf(parameter.name(), value.get());
            }
        }
        release();
    }

    @Override
    public void addVf(int index, DriverParameters vf) throws PfDriverException {
        if (vf.value("rate").map(this::tooFast).orElse(false)) {
            throw new PfDriverException(
                    Errno.EINVAL, "VF-" + index + " has a rate beyond the device's; lower it");
        }
        device.own(index, vf.uint("queues").orElseThrow());
        for (Parameter parameter : ofVf) {
            var value = vf.value(parameter.name());
            if (value.isPresent()) {
                device.set(index, parameter.name(), value.get());
            }
        }
    }

    @Override
    public List<ParameterMismatch> compare(int index, DriverParameters vf)
            throws PfDriverException {
        var mismatches = new ArrayList<ParameterMismatch>();
        for (Parameter parameter : ofVf) {
            var declared = vf.value(parameter.name());
            if (declared.isPresent()) {
                @Nullable ParameterValue found = device.get(index, parameter.name());
                if (!declared.get().equals(found)) {
                    mismatches.add(
                            new ParameterMismatch(
                                    IovConfig.vfName(index),
                                    parameter.name(),
                                    declared.get().text(),
                                    found == null ? "nothing" : found.text()));
                }
            }
        }
        return mismatches;
    }

    @Override
    public List<ParameterReading> read(int index) throws PfDriverException {
        var readings = new ArrayList<ParameterReading>();
        for (Parameter parameter : ofVf) {
            @Nullable ParameterValue found = device.get(index, parameter.name());
            readings.add(
                    found == null || found.text().isEmpty()
                            ? new ParameterReading(
                                    parameter.name(),
                                    ParameterReading.State.UNKNOWN,
                                    "nobody has set it")
                            : ParameterReading.known(parameter.name(), found.text()));
        }
        return readings;
    }

    @Override
    public void uninit() {
        try {
            release();
        } catch (PfDriverException e) {
            // The next init releases what is left.
        }
    }

    void release() throws PfDriverException {
        for (int vf : List.copyOf(device.owned.keySet())) {
            device.disown(vf);
        }
    }

    static Map<String, ParameterValue> vf(long queues, long rate) {
        return Map.of(
                "queues", new ParameterValue.Uint(queues), "rate", new ParameterValue.Uint(rate));
    }
}
