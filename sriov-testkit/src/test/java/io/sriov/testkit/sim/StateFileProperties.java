package io.sriov.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.schema.wire.ConfigNvlist;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// State files in memory: text and back, whatever was done before.
class StateFileProperties {
    private static final String MACHINE = Fingerprint.of(SimulatedMachine.standard());

    private static void run(SimulatedHost host, List<Integer> steps) {
        for (int step : steps) {
            PhysicalFunction pf = host.physicalFunctions().get(step % 5);
            try {
                switch (step / 5 % 6) {
                    case 0, 1 -> pf.configure(Configs.firstPassthrough(pf, 1 + step / 30));
                    case 2 -> pf.delete();
                    case 3 -> pf.detachVf(step / 30 % 3);
                    case 4 -> pf.attachVf(step / 30 % 3);
                    default ->
                            host.operate(kernel -> {
                                kernel.assignToGuest(pf.device(), 0, "vm");
                                return true;
                            });
                }
            } catch (HostException e) {
                assertThat(e.errno()).isNotNull();
            }
        }
    }

    private static String text(SimulatedHost host) {
        return host.operate(
                kernel -> StateFormat.toJson(kernel.state(new TreeMap<>()), 0, MACHINE));
    }

    @Property(tries = 60)
    void aKernelThatGoesOnIsTheKernelThatWas(
            @ForAll @Size(max = 12) List<@IntRange(max = 400) Integer> steps) throws Exception {
        try (SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard())) {
            run(host, steps);
            String text = text(host);
            HostState state = StateReader.read("state", text, 0, MACHINE);
            SimulatedKernel resumed = SimulatedKernel.resume(SimulatedMachine.standard(), state);
            assertThat(StateFormat.toJson(resumed.state(new TreeMap<>()), 0, MACHINE))
                    .isEqualTo(text);
            for (PhysicalFunction pf : host.physicalFunctions()) {
                PfStatus status = pf.status();
                assertThat(resumed.status(pf.device())).isEqualTo(status);
                if (status.enabled()) {
                    resumed.status(pf.device())
                            .vfs()
                            .forEach(vf -> resumed.releaseVf(pf.device(), vf.index()));
                    resumed.delete(pf.device());
                }
                resumed.configure(pf.device(), ConfigNvlist.pack(Configs.vfs(pf, 1)));
            }
        }
    }

    @Property(tries = 300)
    void anyDamageIsAnErrorOrAnotherState(
            @ForAll @IntRange(max = 1 << 20) int at,
            @ForAll @CharRange(from = ' ', to = '~') char with) {
        String text = Damaged.SOUND;
        int position = at % text.length();
        String damaged = text.substring(0, position) + with + text.substring(position + 1);
        try {
            SimulatedKernel.resume(
                            SimulatedMachine.standard(), StateReader.read("f", damaged, 0, MACHINE))
                    .devices();
        } catch (StateException e) {
            assertThat(e).message().matches("(?s)f:\\d+:\\d+: .*");
        }
    }

    private static final class Damaged {
        static final String SOUND = sound();

        private static String sound() {
            try (SimulatedHost host = SimulatedHost.of(SimulatedMachine.standard())) {
                run(host, List.of(60, 61, 62, 63, 64, 25));
                return text(host);
            }
        }
    }
}
