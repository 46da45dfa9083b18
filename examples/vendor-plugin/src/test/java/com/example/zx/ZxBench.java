package com.example.zx;

import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterValue;
import io.sriov.testkit.tck.DeviceFaults;
import io.sriov.testkit.tck.ImpossibleConfig;
import io.sriov.testkit.tck.PfDriverBench;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A card for the conformance kit.
final class ZxBench implements PfDriverBench, DeviceFaults {
    private static final PfIdentity PF =
            new PfIdentity(PciAddress.parse("0000:41:00.0"), 0x1ded, 0x5a58, 0x120000, "");

    private final ZxCard card = new ZxCard();

    // snippet: bench
    @Override
    public PfDriverProvider provider() {
        return new ZxDrivers(pf -> () -> new Mailbox(card));
    }

    @Override
    public PfIdentity pf() {
        return PF;
    }

    /// With the engines of example(), a card is full then.
    @Override
    public int mostVfs() {
        return 9;
    }

    @Override
    public void enableVfs(int numVfs) {
        card.enableVfs(numVfs);
    }

    @Override
    public Map<String, ParameterValue> vf(int index) {
        var values = new HashMap<String, ParameterValue>();
        values.put("engines", new ParameterValue.Uint(card.value(index, 1)));
        values.put("rate", new ParameterValue.Uint(card.value(index, 2)));
        values.put("trust", ParameterValue.Bool.of(card.value(index, 3) == 1));
        values.put("tenant", new ParameterValue.Uint(card.value(index, 4)));
        return values;
    }

    // end

    @Override
    public Map<String, ParameterValue> pfValues() {
        return Map.of("power-limit", new ParameterValue.Uint(card.power));
    }

    @Override
    public void setBehindTheDriver(int index, String parameter, ParameterValue value) {
        switch (value) {
            case ParameterValue.Bool(boolean trust) -> card.vfs.get(index)[3] = trust ? 1 : 0;
            case ParameterValue.Uint(long bits) when parameter.equals("engines") ->
                    card.engines.put(index, bits);
            case ParameterValue.Uint(long bits) ->
                    card.vfs.get(index)[parameter.equals("rate") ? 2 : 4] = bits;
            default -> throw new IllegalArgumentException(parameter);
        }
    }

    @Override
    public void setPfBehindTheDriver(String parameter, ParameterValue value) {
        card.power = ((ParameterValue.Uint) value).bits();
    }

    @Override
    public ParameterValue example(Parameter parameter, int seed) {
        return switch (parameter.name()) {
            case "power-limit" -> new ParameterValue.Uint(25 + seed % 50);
            case "engines" -> new ParameterValue.Uint(3 + seed % 2);
            default -> PfDriverBench.super.example(parameter, seed);
        };
    }

    // snippet: impossible
    @Override
    public List<ImpossibleConfig> impossible() {
        var eight = Map.<String, ParameterValue>of("engines", new ParameterValue.Uint(8));
        var fast = Map.<String, ParameterValue>of("rate", new ParameterValue.Uint(25_001));
        return List.of(
                ImpossibleConfig.atVf(
                        "a rate beyond the card's", 1, "rate", List.of(Map.of(), fast)),
                ImpossibleConfig.atVf(
                        "more engines than there are",
                        4,
                        "engines",
                        List.of(eight, eight, eight, eight, eight)));
    }

    @Override
    public Optional<DeviceFaults> faults() {
        return Optional.of(this);
    }

    @Override
    public void failAccess(int access) {
        card.untilFault = access;
    }

    @Override
    public boolean callOff() {
        boolean left = card.untilFault >= 0;
        card.untilFault = -1;
        return left;
    }

    // end

    @Override
    public void close() {}
}
