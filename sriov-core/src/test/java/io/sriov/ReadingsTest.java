package io.sriov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import io.sriov.host.Host;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.RecordStore;
import io.sriov.scripted.Configs;
import io.sriov.scripted.Faults.Fault;
import io.sriov.scripted.ScriptedHost;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reading all PFs of a host, of which some cannot be read.
class ReadingsTest {
    private final ScriptedHost host = new ScriptedHost();

    @BeforeEach
    void addPfs() {
        host.add("ix0", 8, Configs.SCHEMA);
        host.add("ix1", 8, Configs.SCHEMA);
        host.add("ix2", 8, Configs.SCHEMA);
    }

    private void fail(String call) {
        host.faults().at(call, new Fault(false, false));
    }

    /// A host to which something happens as soon as its PFs have been listed.
    private record Changing(ScriptedHost host, Runnable happening) implements Host {
        @Override
        public String name() {
            return host.name();
        }

        @Override
        public List<PhysicalFunction> physicalFunctions() {
            List<PhysicalFunction> listed = host.physicalFunctions();
            happening.run();
            return listed;
        }

        @Override
        public PhysicalFunction physicalFunction(String asked) {
            return host.physicalFunction(asked);
        }

        @Override
        public RecordStore records() {
            return host.records();
        }

        @Override
        public void close() {}
    }

    @Test
    void everyPfIsReadByItsName() {
        assertThat(Sriov.open(host).readings())
                .extracting(PfReading::device)
                .containsExactly("ix0", "ix1", "ix2");
    }

    @Test
    void aPfThatIsThereAndCannotBeReadIsTold() {
        fail("status ix1");

        assertThat(Sriov.open(host).readings())
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(PfReading.Read.class),
                        second ->
                                assertThat(second)
                                        .isInstanceOfSatisfying(
                                                PfReading.Unread.class,
                                                unread -> {
                                                    assertThat(unread.device()).isEqualTo("ix1");
                                                    assertThat(unread.failure().errno())
                                                            .isEqualTo(Errno.EIO);
                                                }),
                        third -> assertThat(third).isInstanceOf(PfReading.Read.class));
        assertThatThrownBy(() -> Sriov.open(host).inventory())
                .isInstanceOf(HostException.class)
                .hasMessageContaining("status ix1");
    }

    @Test
    void aPfThatGoesAwayMeanwhileIsLeftOut() {
        fail("status ix1");

        assertThat(Sriov.open(new Changing(host, () -> host.remove("ix1"))).inventory())
                .extracting(PfStatus::device)
                .containsExactly("ix0", "ix2");
    }

    @Test
    void aHostThatDoesNotTellItsPfsHasNoReadings() {
        host.unlisted = new IllegalStateException("out of step");

        assertThatThrownBy(() -> Sriov.open(host).readings()).isSameAs(host.unlisted);
    }

    @Test
    void aPlatformsOwnMistakeIsThrownAsItIs() {
        fail("status ix1");
        var mistake = new IllegalStateException("out of step");
        Sriov sriov = Sriov.open(new Changing(host, () -> host.unlisted = mistake));

        assertThatThrownBy(sriov::readings).isSameAs(mistake);
    }
}
