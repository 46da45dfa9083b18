package io.sriov.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverProvider;
import io.sriov.driver.PfDrivers;
import io.sriov.driver.PfIdentity;
import io.sriov.pci.PciAddress;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.config.IovConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// Chapter 3: how a plug-in is found, and what it takes.
abstract class ProviderClauses extends SecurityClauses {

    @Test
    @Clause(
            id = "3.1",
            rule = "ServiceLoader finds the plug-in.",
            source = "PfDriverProvider; java.util.ServiceLoader")
    void pluginIsInstalled() {
        assertThat(PfDrivers.installed().all())
                .extracting(provider -> provider.getClass().getName())
                .as(
                        "the installed plug-ins; name yours in module-info.java (provides … with …)"
                                + " and in META-INF/services/%s%s",
                        PfDriverProvider.class.getName(), broken())
                .contains(bench.provider().getClass().getName());
        evidence("among %d installed plug-ins".formatted(PfDrivers.installed().all().size()));
    }

    /// What is named and cannot be made, with the reason.
    private static String broken() {
        var broken = new StringBuilder();
        var plugins = ServiceLoader.load(PfDriverProvider.class).iterator();
        while (true) {
            try {
                if (!plugins.hasNext()) {
                    return broken.toString();
                }
                plugins.next();
            } catch (ServiceConfigurationError e) {
                String cause = e.getCause() == null ? "" : ": " + e.getCause();
                broken.append("; ").append(e.getMessage()).append(cause);
            }
        }
    }

    @Test
    @Clause(
            id = "3.2",
            rule = "The plug-in has one name, of small letters, digits, - and _.",
            source = "PfDriverProvider#name(); driver(9): names are those of kernels")
    void nameIsStable() throws Exception {
        String name = bench.provider().name();
        assertThat(name).as("the name").matches("[a-z][a-z0-9_-]*");
        assertThat(bench.provider().name()).as("the name, asked for again").isEqualTo(name);
        assertThat(another().provider().name()).as("the name of another one").isEqualTo(name);
        evidence("'%s', asked for three times".formatted(name));
    }

    @Test
    @Clause(
            id = "3.3",
            rule = "The plug-in takes its PF, whenever it is asked and wherever the PF sits.",
            source = "PfDriverProvider#supports(PfIdentity)")
    void supportsIsConsistent() {
        PfIdentity pf = bench.pf();
        PfIdentity elsewhere =
                new PfIdentity(
                        new PciAddress(1, 0x42, 0, 0),
                        pf.vendorId(),
                        pf.deviceId(),
                        pf.classCode(),
                        pf.driver());
        for (int i = 0; i < 3; i++) {
            assertThat(bench.provider().supports(pf)).as("supports %s", pf).isTrue();
            assertThat(bench.provider().supports(elsewhere)).as("supports %s", elsewhere).isTrue();
        }
        evidence("6 questions");
    }

    @Test
    @Clause(
            id = "3.4",
            rule = "The plug-in has an answer for every PF, and refuses those of other kinds.",
            source = "PfDrivers#attach(PfIdentity): the first that supports a PF gets it")
    void foreignPfsAreRefused() {
        PfIdentity own = bench.pf();
        List<PfIdentity> foreign = new ArrayList<>();
        for (String driver : List.of("", "x", "no such driver\n")) {
            for (int other : new int[] {1, 2}) {
                foreign.add(
                        new PfIdentity(
                                own.address(),
                                own.vendorId() ^ other,
                                own.deviceId() ^ other,
                                own.classCode() ^ other << 16,
                                driver));
            }
            foreign.add(new PfIdentity(own.address(), 0, 0, 0, driver));
            foreign.add(new PfIdentity(own.address(), 0xfffe, 0xfffe, 0xff_ffff, driver));
        }
        assertThat(foreign)
                .allSatisfy(pf ->
                        assertThat(bench.provider().supports(pf)).as("supports %s", pf).isFalse());
        evidence("%d PFs of other vendors, classes and drivers".formatted(foreign.size()));
    }

    @Test
    @Clause(
            id = "3.5",
            rule = "Every PF has a driver of its own, which shares nothing with another PF's.",
            source = "PfDriverProvider is stateless; device_get_softc(9) is one for each device")
    void pfsShareNothing() throws Exception {
        PfDriver first = bench.provider().attach(bench.pf());
        assertThat(bench.provider().attach(bench.pf()))
                .as("the driver that the plug-in attaches next")
                .isNotSameAs(first);
        PfDriverBench neighbour = another();
        DriverOnDevice other = DriverOnDevice.attach(neighbour);
        IovConfig here = trials.full(few(), 0);
        IovConfig there = trials.full(few(), 1);
        assertValid(here, there);
        driver.init(here);
        other.init(there);
        for (int i = 0; i < few(); i++) {
            driver.addVf(i, DriverParameters.of(here.vf(i)));
            other.addVf(i, DriverParameters.of(there.vf(i)));
        }
        assertShown(bench, here);
        assertShown(neighbour, there);
        for (int i = 0; i < few(); i++) {
            assertThat(driver.compare(i, DriverParameters.of(here.vf(i))))
                    .as("what compare() finds of VF-%d of the first PF", i)
                    .isEmpty();
        }
        driver.uninit();
        assertShown(neighbour, there);
        assertThat(other.compare(0, DriverParameters.of(there.vf(0))))
                .as("what compare() finds of the second PF after uninit of the first")
                .isEmpty();
        assumeSeen(trials.ofVf());
        evidence("2 PFs with %d VFs each, created in turn".formatted(few()));
    }

    @Test
    @Clause(
            id = "3.6",
            rule = "A driver that is attached has changed nothing until it is told to.",
            source = "PfDriverProvider#attach(PfIdentity): hosts attach drivers to look at VFs")
    void attachingDoesNotTouch() throws Exception {
        PfDriverBench fresh = another();
        Map<String, ParameterValue> asFound = fresh.pfValues();
        DriverOnDevice first = DriverOnDevice.attach(fresh);
        first.schema();
        assertThat(fresh.pfValues()).as("the PF after attach()").isEqualTo(asFound);
        first.create(trials.full(few(), 0));
        Map<String, ParameterValue> pf = fresh.pfValues();
        List<Map<String, ParameterValue>> vfs = shown(fresh, few());
        DriverOnDevice.attach(fresh).schema();
        assertThat(fresh.pfValues()).as("the PF after another attach()").isEqualTo(pf);
        assertThat(shown(fresh, few())).as("the VFs after another attach()").isEqualTo(vfs);
        boolean blind = pf.isEmpty() && vfs.stream().allMatch(Map::isEmpty);
        if (blind && !(trials.ofPf().isEmpty() && trials.ofVf().isEmpty())) {
            throw unproven("the bench shows nothing of what the plug-in could have touched");
        }
        evidence("attached before there were VFs, and while there were %d".formatted(few()));
    }
}
