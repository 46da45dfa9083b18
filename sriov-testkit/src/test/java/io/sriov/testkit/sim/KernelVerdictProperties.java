package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.Errno;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.nvlist.NvlistPacker;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// The kernel's verdicts are those of [NaiveKernel].
@StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
class KernelVerdictProperties {
    @Property(tries = 3000)
    void onSchemas(@ForAll Random random, @ForAll @IntRange(max = 3) int changes) {
        RandomNvlists nvlists = new RandomNvlists(random);
        Nvlist pf = nvlists.parameters("num_vfs", "device");
        Nvlist vf = nvlists.parameters("passthrough");
        for (int i = 0; i < changes; i++) {
            pf = nvlists.changed(pf, true);
            vf = nvlists.changed(vf, true);
        }
        pf = nvlists.perhapsTwice(pf);
        vf = nvlists.perhapsTwice(vf);
        Optional<Errno> verdict = NaiveKernel.register(pf, vf);
        assertThat(registered(pf, vf)).isEqualTo(verdict);
        assertThat(changes > 0 || !verdict.equals(Optional.of(Errno.EINVAL))).isTrue();
        Statistics.label("errno")
                .collect(verdict.map(Errno::name).orElse("none"))
                .coverage(coverage -> {
                    coverage.check("none").percentage(share -> share > 20);
                    coverage.check("EINVAL").percentage(share -> share > 20);
                    coverage.check("ENOMEM").percentage(share -> share > 5);
                });
    }

    private static Optional<Errno> registered(Nvlist pf, Nvlist vf) {
        try {
            KernelSchema.of(pf, vf, RawSchema.types());
            return Optional.empty();
        } catch (KernelError e) {
            return Optional.of(e.errno());
        }
    }

    @Property(tries = 3000)
    void onConfigurations(@ForAll Random random, @ForAll @IntRange(max = 3) int changes)
            throws KernelError {
        RandomNvlists nvlists = new RandomNvlists(random);
        Nvlist pf = nvlists.parameters("num_vfs", "device");
        Nvlist vf = nvlists.parameters("passthrough");
        KernelSchema schema = KernelSchema.of(pf, vf, RawSchema.types());
        Nvlist config = nvlists.config(pf, vf);
        for (int i = 0; i < changes; i++) {
            config = nvlists.changed(config, true);
        }
        Optional<Nvlist> expected = NaiveKernel.configure(pf, vf, config);
        assertThat(validated(schema, config)).isEqualTo(expected);
        assertThat(expected.isPresent() || changes > 0).isTrue();
        Statistics.label("accepted though changed")
                .collect(changes > 0 && expected.isPresent())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 10));
        Statistics.label("refused")
                .collect(expected.isEmpty())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    private static Optional<Nvlist> validated(KernelSchema schema, Nvlist config) {
        try {
            KernelConfig validated = KernelConfig.validate(schema, NvlistPacker.pack(config));
            return Optional.of(validated.list());
        } catch (KernelError e) {
            assertThat(e.errno()).isEqualTo(Errno.EINVAL);
            return Optional.empty();
        }
    }
}
