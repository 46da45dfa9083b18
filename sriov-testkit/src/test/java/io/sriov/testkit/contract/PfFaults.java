package io.sriov.testkit.contract;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.pci.RoutingId;
import io.sriov.pci.SriovCapability;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// PFs that create, delete or tell wrongly.
final class PfFaults {
    private PfFaults() {}

    static Fault<PhysicalFunction> configuring(
            String rule, String description, BiConsumer<PhysicalFunction, IovConfig> how) {
        return new Fault<>(
                rule,
                description,
                pf ->
                        new ForwardingPf(pf) {
                            @Override
                            public void configure(IovConfig config) {
                                how.accept(pf, config);
                            }
                        });
    }

    static Fault<PhysicalFunction> deleting(
            String rule, String description, Consumer<PhysicalFunction> how) {
        return new Fault<>(
                rule,
                description,
                pf ->
                        new ForwardingPf(pf) {
                            @Override
                            public void delete() {
                                how.accept(pf);
                            }
                        });
    }

    static Fault<PhysicalFunction> telling(
            String rule, String description, UnaryOperator<PfStatus> how) {
        return new Fault<>(rule, description, pf -> ForwardingPf.withStatus(pf, how));
    }

    private static void setRegister(PhysicalFunction pf, int register, int value) {
        int at = SriovCapability.find(pf.configSpace()).orElseThrow().offset();
        pf.configSpace().write16(at + register, value);
    }

    static IovConfig fewer(IovConfig config) {
        return plain(config, Math.max(1, config.numVfs() - 1));
    }

    private static IovConfig plain(IovConfig config, int numVfs) {
        return IovConfig.builder(config.schema(), config.device()).numVfs(numVfs).build();
    }

    /// A PF that tells its losers, who are other threads than the test's, that they have won.
    private static PhysicalFunction flattering(PhysicalFunction pf) {
        Thread test = Thread.currentThread();
        return new ForwardingPf(pf) {
            private List<Errno> ignored(Errno... errnos) {
                return Thread.currentThread() == test ? List.of() : List.of(errnos);
            }

            @Override
            public void configure(IovConfig config) {
                Fault.ignoring(ignored(Errno.EBUSY), () -> pf.configure(config));
            }

            @Override
            public void delete() {
                Fault.ignoring(ignored(Errno.EBUSY, Errno.ECHILD), pf::delete);
            }
        };
    }

    static final List<Fault<PhysicalFunction>> CONFIGURING =
            List.of(
                    configuring(
                            "configuringWhileVfsExistIsRefusedWithEbusyAndChangesNothing",
                            "is silent where VFs exist",
                            (pf, config) ->
                                    Fault.ignoring(Errno.EBUSY, () -> pf.configure(config))),
                    configuring(
                            "configuringWhileVfsExistIsRefusedWithEbusyAndChangesNothing",
                            "replaces VFs that exist",
                            (pf, config) -> {
                                Fault.ignoring(Errno.ECHILD, pf::delete);
                                pf.configure(config);
                            }),
                    configuring(
                            "configuringWhileVfsExistIsRefusedWithEbusyAndChangesNothing",
                            "has another errno where VFs exist",
                            (pf, config) -> {
                                try {
                                    pf.configure(config);
                                } catch (HostException e) {
                                    throw new HostException(
                                            e.operation(), e.device(), Errno.EAGAIN, "busy", null);
                                }
                            }),
                    new Fault<>(
                            "ofTwoWhoConfigureAtOnceOneWinsAndTheOtherIsRefusedWithEbusy",
                            "lets everybody win who configures",
                            PfFaults::flattering),
                    configuring(
                            "moreVfsThanThereCanBeAreRefusedAndNoneIsCreated",
                            "creates as many as it can",
                            (pf, config) ->
                                    pf.configure(
                                            config.numVfs() > 64 ? plain(config, 63) : config)),
                    configuring(
                            "aParameterThatTheSchemaDoesNotDeclareIsRefusedWithEinval",
                            "drops what it does not know",
                            (pf, config) ->
                                    pf.configure(
                                            config.schema().equals(pf.schema())
                                                    ? config
                                                    : IovConfig.builder(pf.schema(), pf.device())
                                                            .numVfs(config.numVfs())
                                                            .build())),
                    configuring(
                            "configuringCreatesAllVfsInAscendingOrder",
                            "creates one VF fewer",
                            (pf, config) -> pf.configure(fewer(config))),
                    configuring(
                            "configuringSetsTheRegisters",
                            "clears VF MSE",
                            (pf, config) -> {
                                pf.configure(config);
                                setRegister(
                                        pf,
                                        SriovCapability.CONTROL,
                                        SriovCapability.CONTROL_VF_ENABLE
                                                | SriovCapability.CONTROL_ARI_CAPABLE_HIERARCHY);
                            }),
                    configuring(
                            "vfsAreMeantForWhomTheConfigurationSays",
                            "keeps all VFs for the host",
                            (pf, config) -> pf.configure(plain(config, config.numVfs()))),
                    new Fault<>(
                            "anotherConfigurationCanFollowADeletion",
                            "goes on with the first configuration",
                            pf ->
                                    new ForwardingPf(pf) {
                                        private Optional<IovConfig> first = Optional.empty();

                                        @Override
                                        public void configure(IovConfig config) {
                                            first = first.or(() -> Optional.of(config));
                                            pf.configure(first.orElseThrow());
                                        }
                                    }),
                    deleting(
                            "deletingWhereThereAreNoVfsIsRefusedWithEchild",
                            "is silent where there is nothing to delete",
                            pf -> Fault.ignoring(Errno.ECHILD, pf::delete)),
                    deleting(
                            "deletingLeavesNoVfsAndClearsTheRegisters",
                            "forgets to delete",
                            pf -> {
                                if (!pf.status().enabled()) {
                                    pf.delete();
                                }
                            }),
                    deleting(
                            "deletingLeavesNoVfsAndClearsTheRegisters",
                            "leaves NumVFs",
                            pf -> {
                                int numVfs = pf.status().numVfs();
                                pf.delete();
                                setRegister(pf, SriovCapability.NUM_VFS, numVfs);
                            }),
                    deleting(
                            "deletingDoesNotMindDetachedVfs",
                            "deletes attached VFs only",
                            pf -> {
                                if (pf.status().vfs().stream().anyMatch(vf -> !vf.attached())) {
                                    pf.detachVf(0);
                                }
                                pf.delete();
                            }),
                    new Fault<>(
                            "ofTwoWhoDeleteAtOnceOneWins",
                            "lets everybody win who deletes",
                            PfFaults::flattering));

    static final List<Fault<PhysicalFunction>> TELLING =
            List.of(
                    new Fault<>(
                            "theSchemaHasTheParametersOfTheInfrastructure",
                            "has another schema each time",
                            pf ->
                                    new ForwardingPf(pf) {
                                        private int calls;

                                        @Override
                                        public PfSchema schema() {
                                            return calls++ == 0
                                                    ? pf.schema()
                                                    : PfSchema.ofDriver(List.of(), List.of());
                                        }
                                    }),
                    telling(
                            "theStatusAgreesWithTheConfigurationSpace",
                            "has another Device ID than its registers",
                            status -> PfStatus.builder().from(status).deviceId(0x1521).build()),
                    telling(
                            "aPfWithoutVfsIsDisabled",
                            "tells of VFs where there are none",
                            status ->
                                    PfStatus.builder()
                                            .from(status)
                                            .numVfs(Math.max(1, status.numVfs()))
                                            .build()),
                    telling(
                            "configuringCreatesAllVfsInAscendingOrder",
                            "lists VFs the wrong way round",
                            status ->
                                    PfStatus.builder()
                                            .from(status)
                                            .vfs(status.vfs().reversed())
                                            .build()),
                    new Fault<>(
                            "vfsSitWhereTheRegistersSay",
                            "puts VFs one function further",
                            pf -> ForwardingPf.withEachVf(pf, PfFaults::shifted)));

    static VfStatus shifted(VfStatus vf) {
        RoutingId id = vf.address().routingId().plus(1);
        return VfStatus.builder()
                .from(vf)
                .address(PciAddress.of(vf.address().domain(), id))
                .build();
    }
}
