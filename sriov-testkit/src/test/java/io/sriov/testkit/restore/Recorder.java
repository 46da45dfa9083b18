package io.sriov.testkit.restore;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A PF driver that takes everything and remembers what it was given, which no kernel tells.
final class Recorder implements PfDriver {
    static final PfSchema SCHEMA =
            PfSchema.ofDriver(
                    List.of(Parameter.optional("label", ParameterType.STRING)),
                    List.of(Parameter.optional("weight", ParameterType.UINT16)));

    private String pf = "";
    private int creations;
    private final Map<Integer, String> vfs = new TreeMap<>();

    @Override
    public PfSchema schema() {
        return SCHEMA;
    }

    @Override
    public void init(int numVfs, DriverParameters given) {
        creations++;
        pf = given.string("label").orElse("");
        vfs.clear();
    }

    @Override
    public void addVf(int index, DriverParameters given) {
        vfs.put(index, given.uint("weight").map(String::valueOf).orElse(""));
    }

    @Override
    public void uninit() {
        pf = "";
        vfs.clear();
    }

    /// How often VFs have been created.
    int creations() {
        return creations;
    }

    /// What the PF was given since it has VFs.
    String label() {
        return pf;
    }

    /// What a VF was given.
    String weight(int index) {
        return vfs.getOrDefault(index, "");
    }
}
