package io.sriov.testkit.tck;

import io.sriov.schema.DeviceSchema;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.Subsystem;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Configurations to try a driver with, made from its schema and the bench's examples.
final class Trials {
    /// The device name of the PF in all configurations.
    static final String DEVICE = "tck0";

    private final PfDriverBench bench;
    private final PfSchema schema;

    Trials(PfDriverBench bench, PfSchema schema) {
        this.bench = bench;
        this.schema = schema;
    }

    List<Parameter> ofPf() {
        return schema.pf().parameters(Subsystem.DRIVER);
    }

    List<Parameter> ofVf() {
        return schema.vf().parameters(Subsystem.DRIVER);
    }

    /// Nothing but what is required.
    IovConfig minimal(int numVfs) {
        return config(numVfs, 0, Parameter::required);
    }

    /// Every parameter of the PF, and of VF `i` with seed `seed + i`.
    IovConfig full(int numVfs, int seed) {
        return config(numVfs, seed, _ -> true);
    }

    /// A single VF that is given one parameter, and what is required.
    IovConfig only(Parameter parameter, int seed) {
        return config(1, seed, p -> p.required() || p.equals(parameter));
    }

    /// A single VF that is given everything but one parameter.
    IovConfig without(Parameter parameter, int seed) {
        return config(1, seed, p -> p.required() || !p.equals(parameter));
    }

    /// A single VF that is given everything, one parameter with this value.
    IovConfig with(Parameter parameter, ParameterValue value) {
        Map<String, ParameterValue> vf = examples(schema.vf(), 0, _ -> true);
        vf.put(parameter.name(), value);
        return config(examples(schema.pf(), 0, _ -> true), List.of(vf));
    }

    /// A single VF, and a PF that is given everything, one parameter with this value.
    IovConfig withPf(Parameter parameter, ParameterValue value) {
        Map<String, ParameterValue> pf = examples(schema.pf(), 0, _ -> true);
        pf.put(parameter.name(), value);
        return config(pf, List.of(examples(schema.vf(), 0, _ -> true)));
    }

    /// Only the parameters of VFs that pass; all of the PF's where all of the VFs' do.
    private IovConfig config(int numVfs, int seed, Predicate<Parameter> given) {
        var vfs = new ArrayList<Map<String, ParameterValue>>();
        for (int i = 0; i < numVfs; i++) {
            vfs.add(examples(schema.vf(), seed + i, given));
        }
        return config(examples(schema.pf(), seed, given), vfs);
    }

    /// What is given, and examples of what is required beside it.
    IovConfig completed(
            Map<String, ParameterValue> pf, List<? extends Map<String, ParameterValue>> vfs) {
        var completed = new ArrayList<Map<String, ParameterValue>>();
        for (int i = 0; i < vfs.size(); i++) {
            completed.add(completed(vfs.get(i), schema.vf(), i));
        }
        return config(completed(pf, schema.pf(), 0), completed);
    }

    private Map<String, ParameterValue> completed(
            Map<String, ParameterValue> given, DeviceSchema device, int seed) {
        var values = new LinkedHashMap<String, ParameterValue>(given);
        examples(device, seed, Parameter::required).forEach(values::putIfAbsent);
        return values;
    }

    private IovConfig config(
            Map<String, ParameterValue> pf, List<? extends Map<String, ParameterValue>> vfs) {
        IovConfigBuilder config = IovConfig.builder(schema, DEVICE).numVfs(vfs.size());
        pf.forEach(config::pf);
        for (int i = 0; i < vfs.size(); i++) {
            int index = i;
            vfs.get(i).forEach((name, value) -> config.vf(index, name, value));
        }
        return config.build();
    }

    private Map<String, ParameterValue> examples(
            DeviceSchema device, int seed, Predicate<Parameter> given) {
        var values = new LinkedHashMap<String, ParameterValue>();
        for (Parameter parameter : device.parameters(Subsystem.DRIVER)) {
            if (given.test(parameter)) {
                values.put(parameter.name(), bench.example(parameter, seed));
            }
        }
        return values;
    }
}
