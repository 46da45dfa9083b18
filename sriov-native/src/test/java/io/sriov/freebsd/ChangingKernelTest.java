package io.sriov.freebsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.PfSchema;
import io.sriov.schema.nvlist.NvFlag;
import io.sriov.schema.nvlist.Nvlist;
import io.sriov.schema.wire.ConfigNvlist;
import io.sriov.schema.wire.SchemaNvlist;
import io.sriov.testkit.freebsd.FreeBsdRelease;
import io.sriov.testkit.freebsd.SimulatedFreeBsd;
import io.sriov.testkit.sim.SimulatedKernel;
import io.sriov.testkit.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;

/// A kernel whose answer changes between the question for its size, or for its first page, and the
/// answer itself.
class ChangingKernelTest {
    private static final Nvlist NO_PARAMETERS = Nvlist.builder(NvFlag.IGNORE_CASE).build();

    private static Nvlist parameters(int count) {
        PfSchema schema =
                PfSchema.ofDriver(
                        List.of(),
                        java.util.stream.IntStream.range(0, count)
                                .mapToObj(i -> Parameter.optional("p" + i, ParameterType.UINT8))
                                .toList());
        return SchemaNvlist.of(schema)
                .nvlist("VF")
                .flatMap(vf -> vf.nvlist("DRIVER"))
                .orElseThrow();
    }

    /// Where `struct pci_iov_schema` has the length and the error, see `sys/sys/iov_schema.h`.
    private static final long LENGTH = 8;

    private static final long ERROR = 16;
    private static final int EMSGSIZE = 40;

    private interface Session {
        void use(FreeBsdHost host, InterruptedLibrary library, SimulatedKernel kernel);
    }

    /// A kernel whose answers about the schema are other than what it has then.
    ///
    /// @param change changes an answer, by its number from 1
    private static void onKernel(ObjIntConsumer<MemorySegment> change, Session session) {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                Arena arena = Arena.ofShared()) {
            var library =
                    new InterruptedLibrary(
                            system.library(), arena, IovArg.GET_SCHEMA, -1, () -> {});
            library.afterwards(answer ->
                    change.accept(answer.reinterpret(ERROR + Integer.BYTES), library.seen()));
            try (FreeBsdHost host = Systems.host(library)) {
                session.use(host, library, system.kernel());
            }
        }
    }

    private static void add(MemorySegment answer, long bytes) {
        answer.set(JAVA_LONG, LENGTH, answer.get(JAVA_LONG, LENGTH) + bytes);
    }

    @Test
    void aSchemaThatGrowsIsFetchedAgain() {
        onKernel(
                (answer, number) -> {
                    if (number == 1) {
                        add(answer, -100);
                    }
                },
                (host, library, kernel) -> {
                    PfSchema schema = host.physicalFunction("ix0").schema();
                    assertThat(SchemaNvlist.pack(schema)).isEqualTo(kernel.packedSchema("ix0"));
                    assertThat(library.seen()).isEqualTo(3);
                });
    }

    @Test
    void aSchemaThatShrinksIsWhatItIsThen() {
        onKernel(
                (answer, number) -> {
                    if (number == 1) {
                        add(answer, 100);
                    }
                },
                (host, library, kernel) -> {
                    PfSchema schema = host.physicalFunction("ix0").schema();
                    assertThat(SchemaNvlist.pack(schema)).isEqualTo(kernel.packedSchema("ix0"));
                    assertThat(library.seen()).isEqualTo(2);
                });
    }

    @Test
    void aSchemaThatNeverStopsGrowingIsGivenUp() {
        onKernel(
                (answer, number) -> {
                    answer.set(JAVA_INT, ERROR, EMSGSIZE);
                    add(answer, number);
                },
                (host, library, _) -> {
                    assertThatThrownBy(host.physicalFunction("ix0")::schema)
                            .isInstanceOfSatisfying(
                                    HostException.class,
                                    e -> assertThat(e.errno()).isEqualTo(Errno.EMSGSIZE));
                    assertThat(library.seen()).isLessThan(100);
                });
    }

    @Test
    void aPfWhoseDriverHasAttachedAgainMeanwhileIsAnother() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                Arena arena = Arena.ofShared()) {
            SimulatedKernel kernel = system.kernel();
            var library =
                    new InterruptedLibrary(
                            system.library(),
                            arena,
                            IovArg.GET_SCHEMA,
                            2,
                            () -> {
                                kernel.detachPf("ix0");
                                kernel.attachPf("ix0", NO_PARAMETERS, parameters(40));
                            });
            try (FreeBsdHost host = Systems.host(library)) {
                assertThatThrownBy(host.physicalFunction("ix0")::schema)
                        .isInstanceOfSatisfying(
                                HostException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO))
                        .hasMessageContaining("try again");
                assertThat(host.physicalFunction("ix0").schema().vf().find("p39")).isPresent();
            }
        }
    }

    @Test
    void aStatusThatGrowsIsFetchedAgain() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                Arena arena = Arena.ofShared()) {
            SimulatedKernel kernel = system.kernel();
            byte[] three;
            try (FreeBsdHost host = Systems.host(system)) {
                three = ConfigNvlist.pack(Systems.config(host, "ix0", 3));
            }
            var library =
                    new InterruptedLibrary(
                            system.library(),
                            arena,
                            IovArg.GET_STATUS,
                            2,
                            () -> kernel.configure("ix0", three));
            try (FreeBsdHost host = Systems.host(library)) {
                PfStatus status = host.physicalFunction("ix0").status();
                assertThat(status.vfs()).hasSize(3).isEqualTo(kernel.status("ix0").vfs());
            }
        }
    }

    /// 248 VFs take four pages of a list; VFs of another PF come after the second.
    @Test
    void aListOfFunctionsThatChangesIsBegunAgain() {
        for (FreeBsdRelease release : FreeBsdRelease.values()) {
            try (SimulatedFreeBsd system =
                            SimulatedFreeBsd.builder(SimulatedMachine.standard())
                                    .release(release)
                                    .boot();
                    Arena arena = Arena.ofShared()) {
                SimulatedKernel kernel = system.kernel();
                byte[] other;
                try (FreeBsdHost host = Systems.host(system)) {
                    host.physicalFunction("ice0").configure(Systems.config(host, "ice0", 248));
                    other = ConfigNvlist.pack(Systems.config(host, "ix0", 3));
                }
                long getconf =
                        release == FreeBsdRelease.FREEBSD_14
                                ? PciConfIo.REQUEST_14
                                : PciConfIo.REQUEST_15;
                // The first two requests find the PF and the ports; the third begins on its bus.
                var library =
                        new InterruptedLibrary(
                                system.library(),
                                arena,
                                getconf,
                                5,
                                () -> kernel.configure("ix0", other));
                try (FreeBsdHost host = Systems.host(library)) {
                    PfStatus status = host.physicalFunction("ice0").status();
                    assertThat(status.vfs()).as("%s", release).hasSize(248);
                    assertThat(status).isEqualTo(kernel.status("ice0"));
                    assertThat(kernel.status("ix0").numVfs()).isEqualTo(3);
                    assertThat(library.seen()).isGreaterThan(7);
                }
            }
        }
    }

    @Test
    void aListThatNeverSettlesIsGivenUp() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(SimulatedMachine.standard());
                Arena arena = Arena.ofShared()) {
            SimulatedKernel kernel = system.kernel();
            byte[] other;
            try (FreeBsdHost host = Systems.host(system)) {
                host.physicalFunction("ice0").configure(Systems.config(host, "ice0", 248));
                other = ConfigNvlist.pack(Systems.config(host, "ix0", 1));
            }
            boolean[] there = {false};
            var library =
                    new InterruptedLibrary(
                            system.library(),
                            arena,
                            PciConfIo.REQUEST_15,
                            0,
                            () -> {
                                if (there[0]) {
                                    kernel.delete("ix0");
                                } else {
                                    kernel.configure("ix0", other);
                                }
                                there[0] = !there[0];
                            });
            try (FreeBsdHost host = Systems.host(library)) {
                assertThatThrownBy(host.physicalFunction("ice0")::status)
                        .isInstanceOfSatisfying(
                                HostException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN))
                        .hasMessageContaining("came and went");
            }
        }
    }

    /// Kernels without the request say EINVAL, and any other file ENOTTY.
    @Test
    void aKernelThatDoesNotKnowTheStatusIsReadByItsRegisters() {
        for (int errno : new int[] {22, 25}) {
            try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                    Arena arena = Arena.ofShared()) {
                var library =
                        new InterruptedLibrary(
                                        system.library(), arena, IovArg.GET_STATUS, 0, () -> {})
                                .refusing(errno);
                try (FreeBsdHost host = Systems.host(library)) {
                    host.physicalFunction("ix0").configure(Systems.config(host, "ix0", 2));
                    assertThat(host.physicalFunction("ix0").status().vfs())
                            .hasSize(2)
                            .isEqualTo(system.kernel().status("ix0").vfs());
                    assertThat(library.seen()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void anErrorWithoutANameIsToldByItsNumber() {
        try (SimulatedFreeBsd system = SimulatedFreeBsd.boot(Systems.machine().build());
                Arena arena = Arena.ofShared()) {
            var library =
                    new InterruptedLibrary(system.library(), arena, IovArg.CONFIG, 0, () -> {})
                            .refusing(88);
            try (FreeBsdHost host = Systems.host(library)) {
                var config = Systems.config(host, "ix0", 2);
                assertThatThrownBy(() -> host.physicalFunction("ix0").configure(config))
                        .isInstanceOfSatisfying(
                                HostException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.EIO))
                        .hasMessageContaining("(errno 88)");
            }
            assertThat(system.outstanding()).isZero();
        }
    }
}
