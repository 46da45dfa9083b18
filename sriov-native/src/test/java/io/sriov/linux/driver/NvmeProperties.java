package io.sriov.linux.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.driver.DriverParameters;
import io.sriov.driver.PfDriver;
import io.sriov.driver.PfDriverException;
import io.sriov.schema.config.IovConfig;
import io.sriov.schema.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;

/// What is checked beforehand beside what a controller does, whatever it has and whatever is
/// declared: the one refuses exactly what the other does.
class NvmeProperties {
    private final Path root;
    private final NvmeFixture machine;

    NvmeProperties() throws IOException {
        Assume.that(System.getProperty("os.name").equals("Linux"));
        root = Files.createTempDirectory("nvme");
        machine = new NvmeFixture(root);
    }

    @AfterProperty
    void clean() throws IOException {
        machine.close();
        delete(root);
    }

    /// What a VF is to have, and what it has before.
    record Vf(
            Optional<Integer> vq,
            Optional<Integer> vi,
            Optional<Boolean> online,
            int vqBefore,
            int viBefore) {
        String section(int index) {
            return "VF-"
                    + index
                    + " {"
                    + vq.map(count -> " vq-resources : " + count + ";").orElse("")
                    + vi.map(count -> " vi-resources : " + count + ";").orElse("")
                    + online.map(yes -> " online : " + yes + ";").orElse("")
                    + " }";
        }
    }

    @Provide
    Arbitrary<Vf> vf() {
        Arbitrary<Integer> count = Arbitraries.integers().between(0, 5);
        Arbitrary<Integer> before =
                Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(0)), Tuple.of(1, count));
        return Combinators.combine(
                        count.optional(0.8),
                        count.optional(0.8),
                        Arbitraries.of(true, false).optional(0.7),
                        before,
                        before)
                .as(Vf::new);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void whatIsCheckedIsWhatTheControllerTakes(
            @ForAll @Size(3) List<@From("vf") Vf> vfs,
            @ForAll @IntRange(max = 12) int vqTotal,
            @ForAll @IntRange(max = 12) int viTotal,
            @ForAll @IntRange(max = 3) int ofPrimary,
            @ForAll @IntRange(max = 3) int ofAnother,
            @ForAll @IntRange(min = 1, max = 6) int most)
            throws IOException {
        machine.enableVfs(0);
        NvmeModel controller = machine.controller;
        controller.secondaries.clear();
        controller.vfs(3, 10);
        controller.total = new int[] {vqTotal, viTotal};
        controller.ofPrimary = new int[] {ofPrimary, ofPrimary};
        controller.mostOfSecondary = new int[] {most, most};
        controller.secondaries.add(new NvmeModel.Secondary(40, 0).has(ofAnother, ofAnother));
        var text = new StringBuilder("PF { device : nvme0; num_vfs : 3; }\n");
        for (int index = 0; index < 3; index++) {
            Vf vf = vfs.get(index);
            controller.vf(index).has(Math.min(most, vf.vqBefore), Math.min(most, vf.viBefore));
            text.append(vf.section(index)).append('\n');
        }
        Assume.that(controller.isConsistent());

        IovConfig config = machine.config(text.toString());
        List<Diagnostic> problems = machine.driver().check(config);
        machine.enableVfs(3);
        Optional<String> refusal = apply(machine.driver(), config);
        assertThat(refusal.isPresent())
                .as("%s, %s", problems, refusal)
                .isEqualTo(!problems.isEmpty());
    }

    private static Optional<String> apply(PfDriver driver, IovConfig config) {
        try {
            for (int index = 0; index < config.numVfs(); index++) {
                driver.addVf(index, DriverParameters.of(config.vf(index)));
            }
            for (int index = 0; index < config.numVfs(); index++) {
                assertThat(driver.compare(index, DriverParameters.of(config.vf(index)))).isEmpty();
            }
            return Optional.empty();
        } catch (PfDriverException e) {
            return Optional.of(e.toString());
        }
    }

    private static void delete(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
