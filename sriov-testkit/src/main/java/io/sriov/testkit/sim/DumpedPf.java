package io.sriov.testkit.sim;

import io.sriov.dump.FunctionDump;
import io.sriov.pci.SriovCapability;
import io.sriov.pci.VfBar;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.config.IovConfigBuilder;
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.testkit.profile.DeviceProfile;
import io.sriov.testkit.profile.DriverQuirks;
import io.sriov.testkit.sim.bus.BarModel;
import io.sriov.testkit.sim.bus.PfModel;
import io.sriov.testkit.sim.bus.VfPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A PF of a dump with its VFs, as a simulated one. For one dump.
final class DumpedPf {
    private static final Pattern UNIT = Pattern.compile("(.*[^0-9])([0-9]{1,6})");

    private final FunctionDump pf;
    private final List<FunctionDump> vfs;
    private final SriovCapability sriov;
    private final DumpedNames names;
    private final PfDefinition definition;

    DumpedPf(FunctionDump pf, List<FunctionDump> vfs, DumpedNames names) {
        this.pf = pf;
        this.vfs = vfs;
        this.sriov = SriovCapability.find(pf.configSpace()).orElseThrow();
        this.names = names;
        this.definition = define(names.of(pf));
    }

    FunctionDump pf() {
        return pf;
    }

    List<FunctionDump> vfs() {
        return vfs;
    }

    PfDefinition definition() {
        return definition;
    }

    private PfDefinition define(String name) {
        Optional<DeviceProfile> profile = DumpedNames.profile(pf);
        List<String> others = new ArrayList<>();
        pf.device().filter(own -> !own.equals(name)).ifPresent(others::add);
        others.addAll(pf.otherNames());
        if (!others.contains(pf.address().toString()) && !others.isEmpty()) {
            others.add(pf.address().toString());
        }
        DriverQuirks.Builder quirks = DriverQuirks.builder();
        pf.driverLimit().ifPresent(quirks::driverLimit);
        return PfDefinition.builder()
                .device(name)
                .otherNames(others)
                .hardware(hardware())
                .bus(pf.address().bus())
                .function(pf.address().function())
                .numaNode(pf.numaNode())
                .schema(
                        profile.map(DeviceProfile::schema)
                                .orElse(PfSchema.ofDriver(List.of(), List.of())))
                .quirks(quirks.build())
                .vfDriver(
                        vfs.stream()
                                .filter(vf -> !vf.passthrough())
                                .flatMap(vf -> vf.driver().stream())
                                .map(DumpedPf::withoutUnit)
                                .findFirst()
                                .or(() -> profile.flatMap(DeviceProfile::vfDriver)))
                .build();
    }

    private PfModel hardware() {
        int offset = sriov.firstVfOffset();
        int stride = sriov.vfStride();
        PfModel.Builder model =
                PfModel.builder()
                        .vendorId(pf.vendorId())
                        .deviceId(pf.deviceId())
                        .classCode(pf.classCode())
                        .totalVfs(sriov.totalVfs())
                        .vfDeviceId(sriov.vfDeviceId())
                        .supportedPageSizes(sriov.supportedPageSizes())
                        .addPlacement(VfPlacement.of(true, offset, stride))
                        .addPlacement(VfPlacement.of(false, offset, stride))
                        .bars(bars(FunctionDump.Memory.Use.BAR))
                        .vfBars(bars(FunctionDump.Memory.Use.VF_BAR))
                        .sriovVersion(sriov.version())
                        .registers(DumpedParts.image(pf));
        vfs.stream()
                .filter(vf -> vf.config().length() >= 2 * 256)
                .findFirst()
                .map(DumpedParts::image)
                .ifPresent(model::vfRegisters);
        return model.build();
    }

    private List<BarModel> bars(FunctionDump.Memory.Use use) {
        return pf.memory().stream()
                .filter(memory -> memory.use() == use)
                .map(memory ->
                        new BarModel(
                                memory.index(),
                                memory.wide(),
                                memory.prefetchable(),
                                memory.size()))
                .toList();
    }

    /// What the kernel knew of the PF.
    HostState.Pf state() {
        int numVfs = sriov.vfEnable() ? sriov.numVfs() : 0;
        return new HostState.Pf(
                pf.address() + ": ",
                true,
                true,
                HostState.Packed.NONE,
                numVfs,
                numVfs == 0 ? List.of() : vfBars(),
                numVfs == 0 ? HostState.Packed.NONE : config(numVfs),
                numVfs == 0 ? List.of() : vfStates());
    }

    private List<HostState.Bar> vfBars() {
        List<HostState.Bar> bars = new ArrayList<>();
        for (BarModel bar : definition.hardware().vfBars()) {
            long high = bar.is64Bit() ? sriov.vfBarRegister(bar.index() + 1) << 32 : 0;
            long base = high | (sriov.vfBarRegister(bar.index()) & ~VfBar.FLAGS);
            bars.add(
                    new HostState.Bar(
                            bar.index(),
                            bar.is64Bit(),
                            bar.prefetchable(),
                            bar.size(),
                            Optional.of(base).filter(address -> address != 0)));
        }
        return bars;
    }

    /// The configuration that makes such VFs.
    private HostState.Packed config(int numVfs) {
        IovConfigBuilder config =
                IovConfig.builder(definition.schema().orElseThrow(), definition.device())
                        .numVfs(numVfs);
        for (FunctionDump vf : vfs) {
            if (vf.passthrough()) {
                config.vf(index(vf), "passthrough", ParameterValue.Bool.TRUE);
            }
        }
        return HostState.Packed.of(ConfigNvlist.pack(config.build()));
    }

    private List<HostState.Vf> vfStates() {
        List<HostState.Vf> states = new ArrayList<>();
        for (FunctionDump vf : vfs) {
            states.add(
                    new HostState.Vf(
                            index(vf), vf.driver().map(name -> unit(vf, name)), List.of()));
        }
        return states;
    }

    private static int index(FunctionDump vf) {
        return vf.vfIndex()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "VF " + vf.address() + " of the dump has no number"));
    }

    /// A driver with its unit; where the dump's system has no units, the next one.
    private DriverUnit unit(FunctionDump vf, String name) {
        Matcher parts = UNIT.matcher(name);
        if (parts.matches()) {
            return new DriverUnit(parts.group(1), Integer.parseInt(parts.group(2)));
        }
        String driver = vf.passthrough() ? VfDrivers.PPT : name;
        return new DriverUnit(driver, names.nextUnit(driver));
    }

    private static String withoutUnit(String driver) {
        Matcher parts = UNIT.matcher(driver);
        return parts.matches() ? parts.group(1) : driver;
    }
}
