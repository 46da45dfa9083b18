package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.Sriov;
import io.sriov.apply.Outcome;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PhysicalFunction;
import io.sriov.host.VfStatus;
import io.sriov.pci.PciAddress;
import io.sriov.plan.Plan;
import io.sriov.plan.PlanException;
import io.sriov.schema.Parameter;
import io.sriov.schema.ParameterType;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.PfSchema;
import io.sriov.schema.config.IovConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// In which order VFs are created, and what is left when it fails.
class VfCreationTest {
    private final ModelBench bench = new ModelBench(Duration.ofMillis(1500));
    private final PhysicalFunction pf = bench.host().physicalFunction(ModelBench.PF);

    @AfterEach
    void close() {
        bench.close();
    }

    private IovConfig two() {
        return IovConfig.builder(pf.schema(), pf.device())
                .numVfs(2)
                .vf(1, "passthrough", ParameterValue.Bool.TRUE)
                .build();
    }

    private HostException refused(Errno errno) {
        IovConfig config = two();
        HostException refusal =
                catchThrowableOfType(HostException.class, () -> pf.configure(config));
        assertThat(refusal).isNotNull();
        assertThat(refusal.errno()).as(refusal.getMessage()).isEqualTo(errno);
        return refusal;
    }

    private void assertAsBefore() {
        assertThat(pf.status().vfs()).isEmpty();
        assertThat(bench.records.names()).isEmpty();
        assertThat(
                        bench.model.writes.stream()
                                .filter(write -> write.contains("autoprobe"))
                                .toList())
                .endsWith("sriov_drivers_autoprobe 1");
    }

    @Test
    void noDriverSeesAVfBeforeItIsSetUp() {
        pf.configure(two());
        assertThat(bench.model.writes)
                .containsSubsequence(
                        "sriov_drivers_autoprobe 0",
                        "sriov_numvfs 2",
                        "driver_override vfio-pci",
                        "bind vfio-pci 0000:01:10.2",
                        "sriov_drivers_autoprobe 1",
                        "drivers_probe 0000:01:10.0");
        assertThat(bench.model.driverOf("0000:01:10.0")).isEqualTo("igbvf");
        assertThat(bench.model.driverOf("0000:01:10.2")).isEqualTo("vfio-pci");
        assertThat(bench.records.names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "12, ENOMEM, pci=realloc",
        "28, ENOSPC, queues or interrupt vectors",
        "1, EPERM, present mode",
        "5, EIO, firmware",
        "22, EINVAL, dmesg says why",
        "11, EAGAIN, reset",
        "16, EBUSY, busy with something else",
        "95, EOPNOTSUPP, eswitch"
    })
    void whatTheKernelRefusesIsExplainedAndUndone(int number, Errno errno, String words) {
        bench.model.numVfsError = number;
        assertThat(refused(errno)).hasMessageContaining(words);
        assertAsBefore();
    }

    @Test
    void whoHoldsInterruptVectorsIsTold() throws IOException {
        bench.model.numVfsError = 28;
        for (int vector = 40; vector < 43; vector++) {
            Path vectors = bench.model.function(ModelBench.PF).resolve("msi_irqs");
            Files.createDirectories(vectors);
            Files.writeString(vectors.resolve(Integer.toString(vector)), "msix\n");
        }
        assertThat(refused(Errno.ENOSPC))
                .hasMessageContaining("igb")
                .hasMessageContaining("for 2 VFs; the PF holds 3 vectors")
                .hasMessageContaining("ethtool -L INTERFACE combined NUMBER");
        assertAsBefore();
    }

    @Test
    void aVfThatItsDriverFailsToStartIsTriedOnceMore() {
        IovConfig three = IovConfig.builder(pf.schema(), pf.device()).numVfs(3).build();
        bench.model.failing("igbvf", "0000:01:10.2", 1);
        pf.configure(three);
        assertThat(pf.status().vfs()).allMatch(VfStatus::attached);
        pf.delete();
        bench.model.failing("igbvf", "0000:01:10.2", 100);
        try (Sriov sriov = Sriov.open(bench.host())) {
            Outcome outcome = sriov.apply(sriov.plan(three));
            assertThat(outcome.committed()).isTrue();
            assertThat(outcome.remarks())
                    .singleElement()
                    .asString()
                    .contains("VF 1, and igbvf is to another");
            assertThat(pf.status().vfs()).filteredOn(VfStatus::attached).hasSize(2);
        }
    }

    @Test
    void fewerVfsThanAskedForAreNone() {
        bench.model.mostEnabled = 1;
        assertThat(refused(Errno.ENOSPC)).hasMessageContaining("enabled only 1 of 2 VFs");
        assertAsBefore();
    }

    @Test
    void aSwitchThatSomebodyHasTurnedOffStaysOff() {
        bench.model.autoprobe(ModelBench.PF, false);
        pf.configure(two());
        assertThat(bench.model.writes).noneMatch(write -> write.contains("autoprobe"));
        assertThat(bench.model.driverOf("0000:01:10.0")).isEqualTo("none");
    }

    @Test
    void whatAnInterruptedProcessTurnedOffIsTurnedOnAgain() {
        bench.records.write("autoprobe-0000-01-00.0", "1");
        bench.model.autoprobe(ModelBench.PF, false);
        pf.settle();
        assertThat(bench.model.writes).containsExactly("sriov_drivers_autoprobe 1");
        assertThat(bench.records.names()).isEmpty();
        pf.settle();
        assertThat(bench.model.writes).hasSize(1);
    }

    @Test
    void aKernelThatDoesNotComeBackHoldsNobody() throws InterruptedException {
        bench.model.creating = new CountDownLatch(1);
        try {
            assertThat(refused(Errno.ETIMEDOUT))
                    .hasMessageContaining("sriov_numvfs")
                    .hasMessageContaining("dmesg");
            HostException status = catchThrowableOfType(HostException.class, pf::status);
            assertThat(status.errno()).isEqualTo(Errno.ETIMEDOUT);
            HostException settling = catchThrowableOfType(HostException.class, pf::settle);
            assertThat(settling).isNotNull();
            assertThat(settling.errno()).isEqualTo(Errno.ETIMEDOUT);
            assertThat(bench.model.writes).last().isEqualTo("sriov_numvfs 2");
            assertThat(bench.driverCalls).as("VFs may still come").doesNotContain("uninit");
        } finally {
            bench.model.creating.countDown();
        }
        while (catchThrowable(pf::status) != null) {
            Thread.sleep(10);
        }
        assertThat(pf.status().vfs()).hasSize(2).noneMatch(VfStatus::attached);
        pf.settle();
        assertThat(bench.model.writes).last().isEqualTo("sriov_drivers_autoprobe 1");
    }

    @Test
    void aPfsDriverThatDoesNotComeBackHoldsNobody() throws InterruptedException {
        var back = new CountDownLatch(1);
        bench.givenVf =
                index -> {
                    if (index == 1) {
                        await(back);
                    }
                };
        try {
            assertThat(refused(Errno.ETIMEDOUT))
                    .hasMessageContaining("VF-1")
                    .hasMessageContaining("dmesg");
            assertThat(catchThrowable(pf::delete)).hasMessageContaining("ETIMEDOUT");
            assertThat(bench.model.writes).last().isEqualTo("sriov_numvfs 2");
        } finally {
            back.countDown();
        }
        while (catchThrowable(pf::status) != null) {
            Thread.sleep(10);
        }
        assertThat(pf.status().vfs()).hasSize(2).noneMatch(VfStatus::attached);
        pf.delete();
        assertAsBefore();
        assertThat(bench.driverCalls).containsExactly("init 2", "addVf 0", "addVf 1", "uninit");
    }

    /// Destroying the VF would wait for its driver, with the PF locked.
    @Test
    void vfsAreNotDestroyedWhileADriverHangsInOne() throws InterruptedException {
        bench.model.probing = new CountDownLatch(1);
        try {
            assertThat(refused(Errno.ETIMEDOUT))
                    .hasMessageContaining("drivers_probe")
                    .hasMessageContaining("dmesg");
            HostException deletion = catchThrowableOfType(HostException.class, pf::delete);
            assertThat(deletion.errno()).isEqualTo(Errno.ETIMEDOUT);
            assertThat(deletion).hasMessageContaining("destroying that VF");
            assertThat(bench.model.writes).doesNotContain("sriov_numvfs 0");
            assertThat(pf.status().vfs()).hasSize(2);
        } finally {
            bench.model.probing.countDown();
        }
        while (catchThrowable(pf::delete) != null) {
            Thread.sleep(10);
        }
        assertThat(pf.status().vfs()).isEmpty();
    }

    @Test
    void whoLooksAtVfsDoesNotKeepThemFromBeingCreated() throws Exception {
        var created = new CountDownLatch(1);
        var looking = new CountDownLatch(1);
        bench.model.beforeReading =
                file -> {
                    if (file.toString().endsWith("10.0/driver_override")
                            && Thread.currentThread().getName().contains("read")
                            && bench.driverCalls.contains("addVf 0")) {
                        looking.countDown();
                        await(created);
                    }
                };
        var look = new CompletableFuture<Optional<String>>();
        bench.givenVf =
                index -> {
                    if (index == 0) {
                        Thread.ofPlatform()
                                .start(() ->
                                        look.complete(
                                                bench.host()
                                                        .passthrough(
                                                                PciAddress.parse("0000:01:10.0"))
                                                        .driver()
                                                        .driver()));
                        await(looking);
                        bench.model.beforeReading = _ -> {};
                    }
                };
        try {
            pf.configure(two());
        } finally {
            created.countDown();
        }
        assertThat(look.get()).contains("igbvf");
        assertThat(pf.status().vfs()).hasSize(2).allMatch(VfStatus::attached);
    }

    @Test
    void aVfThatAGuestMayHoldUnseenIsNotDetached() {
        pf.configure(two());
        bench.hideProcesses();
        bench.model.writes.clear();
        HostException refusal = catchThrowableOfType(HostException.class, () -> pf.detachVf(1));
        assertThat(refusal).isNotNull().hasMessageContaining("cannot be told");
        assertThat(refusal.errno()).isEqualTo(Errno.EPERM);
        assertThat(refusal.remedy().orElseThrow()).contains("root");
        assertThat(bench.model.writes).isEmpty();
        pf.detachVf(0);
    }

    /// All of them together take longer than the deadline.
    @Test
    void aPfsDriverThatGoesOnIsWaitedFor() {
        bench.givenVf = _ -> await(Duration.ofMillis(500));
        pf.configure(IovConfig.builder(pf.schema(), pf.device()).numVfs(5).build());
        assertThat(pf.status().vfs()).hasSize(5).allMatch(VfStatus::attached);
    }

    private static void await(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void vfsThatSomebodyElseCreatesMeanwhileAreLeftAlone() {
        bench.beforeVfs = () -> bench.model.createVfs(ModelBench.PF, 3);
        assertThat(refused(Errno.EBUSY)).hasMessageContaining("there are 3 VFs");
        assertLeftAlone(3);
    }

    @Test
    void vfsThatComeJustBeforeOursAreLeftAlone() {
        bench.model.beforeCreating = () -> bench.model.createVfs(ModelBench.PF, 3);
        assertThat(refused(Errno.EBUSY))
                .hasMessageContaining("created VFs meanwhile, and there are 3");
        assertLeftAlone(3);
    }

    /// The kernel says that all is well: there are as many as are asked for.
    @Test
    void asManyVfsAsOursThatComeJustBeforeAreLeftAlone() {
        bench.model.beforeCreating =
                () -> {
                    bench.model.autoprobe(ModelBench.PF, true);
                    bench.model.createVfs(ModelBench.PF, 2);
                    bench.model.autoprobe(ModelBench.PF, false);
                };
        assertThat(refused(Errno.EBUSY))
                .hasMessageContaining("somebody else")
                .hasMessageContaining("igbvf has VF-0");
        assertLeftAlone(2);
    }

    /// As driverctl(8) does, by a rule of udev's for the VF's address.
    @Test
    void vfsThatSomebodyGivesADriverByItsNameAreOurs() {
        bench.model.beforeReading =
                file -> {
                    if (file.endsWith("sriov_numvfs")
                            && Files.exists(bench.model.function("0000:01:10.0"))) {
                        bench.model.beforeReading = _ -> {};
                        bench.model
                                .override("0000:01:10.0", "vfio-pci")
                                .bound("0000:01:10.0", "vfio-pci");
                    }
                };
        pf.configure(two());
        assertThat(bench.model.driverOf("0000:01:10.0")).isEqualTo("igbvf");
        assertThat(bench.model.driverOf("0000:01:10.2")).isEqualTo("vfio-pci");
    }

    @Test
    void vfsInThePlaceOfOursAreLeftAlone() {
        bench.givenVf =
                index -> {
                    bench.model.destroyVfs(ModelBench.PF);
                    bench.model.createVfs(ModelBench.PF, 3);
                    throw new IllegalStateException("VF-" + index);
                };
        assertThat(refused(Errno.EBUSY))
                .hasMessageContaining("somebody else")
                .hasMessageContaining("3 others");
        assertThat(pf.status().vfs()).hasSize(3);
        assertThat(bench.model.writes).doesNotContain("sriov_numvfs 0");
        assertThat(bench.driverCalls).containsExactly("init 2", "addVf 0", "uninit");
        assertThat(bench.records.names()).isEmpty();
        bench.model.destroyVfs(ModelBench.PF);
        try (Sriov sriov = Sriov.open(bench.host())) {
            assertThat(sriov.apply(sriov.plan(two()))).isInstanceOf(Outcome.NeedsAttention.class);
            assertThat(pf.status().vfs()).hasSize(3);
        }
    }

    private void assertLeftAlone(int vfs) {
        assertThat(pf.status().vfs()).hasSize(vfs);
        assertThat(bench.model.writes).doesNotContain("sriov_numvfs 0");
        assertThat(bench.records.names()).isEmpty();
        assertThat(bench.driverCalls).containsExactly("init 2", "uninit");
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 16})
    void aDriverThatIsBusyIsAskedAgain(int number) {
        bench.model.numVfsError = number;
        bench.model.numVfsErrors = 2;
        pf.configure(two());
        assertThat(pf.status().vfs()).hasSize(2).allMatch(VfStatus::attached);
    }

    @ParameterizedTest
    @CsvSource({"sriov_numvfs, 30, EROFS, writable", "drivers_probe, 13, EACCES, run as root"})
    void whatCannotBeWrittenIsFoundOutBeforeAnythingIsDone(
            String attribute, int number, Errno errno, String words) {
        try (Sriov sriov = Sriov.open(bench.host())) {
            sriov.apply(sriov.plan(two()));
            List<VfStatus> before = pf.status().vfs();
            bench.model.unopenable.put(attribute, number);
            Plan plan = sriov.plan(IovConfig.builder(pf.schema(), pf.device()).numVfs(3).build());
            bench.model.writes.clear();
            HostException refusal =
                    catchThrowableOfType(HostException.class, () -> sriov.apply(plan));
            assertThat(refusal).isNotNull().hasMessageContaining(words);
            assertThat(refusal.errno()).isEqualTo(errno);
            assertThat(bench.model.writes).isEmpty();
            assertThat(pf.status().vfs()).isEqualTo(before);
        }
    }

    @Test
    void aPfWithoutADriverIsNotPlannedFor() {
        IovConfig config = two();
        bench.model.unbound(ModelBench.PF);
        assertThat(pf.check(config))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.message()).contains("no driver is bound to the PF"));
        assertThat(refused(Errno.ENOENT)).hasMessageContaining("lspci -k");
        assertThat(bench.model.writes).isEmpty();
    }

    @Test
    void withoutAnIommuNothingIsTouched() {
        bench.model.withoutIommu();
        assertThat(refused(Errno.ENODEV)).hasMessageContaining("VT-d");
        assertThat(pf.check(two()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("IOMMU is off"));
        assertThat(bench.model.writes).isEmpty();
    }

    @Test
    void aVfThatNoGuestCanHaveIsNotCreated() {
        bench.model.pf("0000:02:00.0", 0).group(101, "0000:02:00.0").bound("0000:02:00.0", "igb");
        assertThat(refused(Errno.EPERM))
                .hasMessageContaining("VF-1")
                .hasMessageContaining("101")
                .hasMessageContaining("0000:02:00.0 (igb)");
        assertAsBefore();
    }

    /// The kernel would wait for a guest that has taken one of them meanwhile.
    @Test
    void vfsThatAreTakenMeanwhileAreNotDestroyed() {
        bench.model.pf("0000:02:00.0", 0).group(101, "0000:02:00.0").bound("0000:02:00.0", "igb");
        bench.model.afterwards = () -> bench.assignToGuest(1);
        HostException refusal = refused(Errno.EPERM);
        assertThat(refusal.getSuppressed())
                .singleElement()
                .satisfies(held -> assertThat(held).hasMessageContaining("qemu-system-x86"));
        assertThat(pf.status().vfs()).hasSize(2);
        assertThat(bench.model.writes).doesNotContain("sriov_numvfs 0");
        bench.release(1);
        pf.delete();
    }

    @Test
    void aVfIsResetBeforeAGuestHasItAgainAndAfterIt() {
        pf.configure(two());
        bench.model.writes.clear();
        pf.detachVf(1);
        assertThat(bench.model.writes).containsSubsequence("unbind 0000:01:10.2", "reset 1");
        bench.model.writes.clear();
        pf.attachVf(1);
        assertThat(bench.model.writes).containsSubsequence("reset 1", "bind vfio-pci 0000:01:10.2");
        bench.model.writes.clear();
        pf.detachVf(0);
        pf.attachVf(0);
        assertThat(bench.model.writes).doesNotContain("reset 1");
    }

    @Test
    void aVfThatCannotBeResetIsGivenToNobody() {
        pf.configure(two());
        pf.detachVf(1);
        bench.model.resetError = 25;
        assertThatThrownBy(() -> pf.attachVf(1))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("0000:01:10.2");
        assertThat(bench.model.driverOf("0000:01:10.2")).isEqualTo("none");
    }

    @Test
    void aPfsDriverThatDoesNotComeBackFromPreparingHoldsNobody() {
        var back = new CountDownLatch(1);
        bench.beforeVfs = () -> await(back);
        try {
            assertThat(refused(Errno.ETIMEDOUT)).hasMessageContaining("preparing " + pf.device());
            assertThat(bench.model.writes).isEmpty();
        } finally {
            back.countDown();
        }
    }

    @Test
    void aDriverThatGoesMeanwhileIsNotBlamed() throws Exception {
        bench.beforeVfs = () -> bench.model.unbound(ModelBench.PF);
        assertThat(refused(Errno.ENOENT)).hasMessageContaining("no driver is bound to the PF");
        assertAsBefore();
        bench.beforeVfs = () -> {};
        bench.model.bound(ModelBench.PF, "igb");
        pf.configure(two());
        bench.model.creating = new CountDownLatch(1);
        CompletableFuture<Throwable> deletion =
                CompletableFuture.supplyAsync(() -> catchThrowable(pf::delete));
        while (!bench.model.hasWritten("sriov_numvfs 0")) {
            Thread.sleep(10);
        }
        bench.model.unbound(ModelBench.PF);
        bench.model.creating.countDown();
        assertThat(deletion.get()).hasMessageContaining("no driver is bound to the PF");
    }

    @Test
    void aPfThatGoesMeanwhileIsGone() {
        bench.beforeVfs = () -> bench.model.remove(ModelBench.PF);
        assertThat(refused(Errno.ENODEV)).hasMessageContaining("the PF is gone");
        assertThat(bench.records.names()).isEmpty();
        assertThat(bench.driverCalls).containsExactly("init 2", "uninit");
    }

    @Test
    void whatAVendorsDriverThrowsIsUndoneToo() {
        bench.givenVf =
                index -> {
                    throw new IllegalStateException("VF-" + index);
                };
        IovConfig config = two();
        assertThatThrownBy(() -> pf.configure(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("VF-0");
        assertAsBefore();
        assertThat(bench.driverCalls).containsExactly("init 2", "addVf 0", "uninit");
    }

    /// EBUSY would say that the VFs are somebody else's.
    @Test
    void aVfThatIsBusyIsNotTakenForVfsThatWereThereBefore() {
        bench.model.failing("vfio-pci", 16);
        assertThat(refused(Errno.EAGAIN)).hasMessageContaining("VF-1");
        assertAsBefore();
    }

    @Test
    void destroyingVfsTurnsOnWhatAnInterruptedProcessTurnedOff() {
        pf.configure(two());
        bench.records.write("autoprobe-0000-01-00.0", "1");
        bench.model.autoprobe(ModelBench.PF, false);
        pf.delete();
        assertAsBefore();
    }

    @Test
    void withoutVfioNothingIsTouched() {
        bench.model.unload("vfio-pci");
        assertThat(refused(Errno.ENOENT)).hasMessageContaining("modprobe vfio-pci");
        assertThat(pf.check(two()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("vfio-pci"));
        assertThat(bench.model.writes).isEmpty();
    }

    private static IovConfig ofAnotherVersion(Parameter... vf) {
        PfSchema schema = PfSchema.ofDriver(List.of(), List.of(vf));
        var config = IovConfig.builder(schema, ModelBench.PF).numVfs(2);
        for (Parameter parameter : vf) {
            if (parameter.name().equals("given")) {
                config.vf(1, "given", ParameterValue.Bool.TRUE);
            }
        }
        return config.build();
    }

    /// What is recorded may be from before an update of the SDK.
    @Test
    void aConfigurationIsPutBackWhoseSchemaHasChangedElsewhere() {
        pf.configure(ofAnotherVersion(Parameter.optional("gone", ParameterType.BOOL)));
        assertThat(pf.status().vfs()).hasSize(2).allMatch(VfStatus::attached);
    }

    @Test
    void whatTheSchemaDoesNotHaveIsNotGiven() {
        IovConfig config = ofAnotherVersion(Parameter.optional("given", ParameterType.BOOL));
        HostException refusal =
                catchThrowableOfType(HostException.class, () -> pf.configure(config));
        assertThat(refusal).isNotNull().hasMessageContaining("another schema");
        assertThat(refusal).hasMessageContaining("VF-1 gives given");
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
        assertThat(bench.model.writes).isEmpty();
    }

    /// There is nothing to be created, so that nothing can keep it from being created.
    @Test
    void whatIsInForceIsPlannedAsNothingToDoWhateverWouldKeepItFromBeingCreated() {
        try (Sriov sriov = Sriov.open(bench.host())) {
            IovConfig config = two();
            assertThat(sriov.apply(sriov.plan(config)).committed()).isTrue();
            bench.model.unload("vfio-pci");
            assertThat(pf.check(config)).isNotEmpty();
            assertThat(sriov.plan(config).steps()).isEmpty();
            bench.changed = true;
            assertThatThrownBy(() -> sriov.plan(config)).isInstanceOf(PlanException.class);
        }
    }

    @Test
    void whatSomebodyElseHasChangedSinceIsPlannedAnew() {
        try (Sriov sriov = Sriov.open(bench.host())) {
            assertThat(sriov.apply(sriov.plan(two())).committed()).isTrue();
            assertThat(sriov.plan(two()).steps()).isEmpty();
            bench.changed = true;
            Plan plan = sriov.plan(two());
            assertThat(plan.steps()).hasSize(2);
            assertThat(plan.toText()).contains("VF-0: speed is slow and not fast");
        }
    }
}
