package io.sriov.linux.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.sys.Retry;
import io.sriov.linux.sys.Sysfs;
import io.sriov.pci.PciAddress;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class PciFunctionsTest {
    private static final String PF = "0000:01:00.0";
    private static final String VF = "0000:01:10.0";
    private static final String SIBLING = "0000:01:10.2";
    private static final PciAddress ADDRESS = PciAddress.parse(VF);

    @TempDir Path root;

    private final Arena arena = Arena.ofShared();
    private final List<Duration> pauses = new ArrayList<>();
    private PciBusModel kernel;
    private Sysfs sysfs;
    private PciFunctions functions;

    @BeforeEach
    void start() {
        kernel =
                new PciBusModel(root)
                        .load("igb", PF)
                        .load("igbvf", VF, SIBLING)
                        .load("vfio-pci")
                        .pf(PF, 2)
                        .vf(VF, PF)
                        .vf(SIBLING, PF)
                        .bound(PF, "igb")
                        .bound(VF, "igbvf")
                        .bound(SIBLING, "igbvf")
                        .group(7, VF)
                        .group(8, SIBLING);
        sysfs = kernel.sysfs(arena);
        functions = patient(Duration.ofSeconds(20));
    }

    /// A thread that is still in the kernel must not find the library gone.
    @AfterEach
    void stop() throws InterruptedException {
        kernel.guest.countDown();
        kernel.resetting.countDown();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("sriov-")) {
                thread.join();
            }
        }
        kernel.check();
        arena.close();
    }

    /// Its deadline is for a library whose functions have been called before.
    private PciFunctions impatient() {
        return patient(Duration.ofSeconds(1));
    }

    private PciFunctions patient(Duration deadline) {
        return new PciFunctions(
                sysfs,
                deadline,
                new Retry(5, Duration.ofMillis(10), Duration.ofMillis(30), pauses::add));
    }

    /// Binding is refused that often, and succeeds then.
    private void refuse(String driver, int error, int times) {
        kernel.failing(driver, error);
        int[] left = {times};
        kernel.meanwhile =
                () -> {
                    if (left[0]-- == 0) {
                        kernel.failing(driver, 0);
                    }
                };
    }

    private static HostException refusal(ThrowingCallable call) {
        HostException e = catchThrowableOfType(HostException.class, call);
        assertThat(e).isNotNull();
        return e;
    }

    private void expectUntouched() {
        assertThat(kernel.driverOf(VF)).isEqualTo("igbvf");
        assertThat(kernel.overrideOf(VF)).isEqualTo("(null)");
    }

    @Test
    void aFunctionGetsAnotherDriverByItsName() {
        Binding before = functions.bind(ADDRESS, "vfio-pci");
        assertThat(before).isEqualTo(new Binding(ADDRESS, Optional.of("igbvf"), Optional.empty()));
        assertThat(kernel.driverOf(VF)).isEqualTo("vfio-pci");
        assertThat(kernel.overrideOf(VF)).isEqualTo("vfio-pci");
        assertThat(kernel.writes)
                .containsExactly("driver_override vfio-pci", "unbind " + VF, "bind vfio-pci " + VF);
        assertThat(functions.binding(ADDRESS))
                .isEqualTo(new Binding(ADDRESS, Optional.of("vfio-pci"), Optional.of("vfio-pci")));
        assertThat(kernel.driverOf(SIBLING)).isEqualTo("igbvf");
    }

    @ParameterizedTest
    @ValueSource(ints = {PciBusModel.EAGAIN, PciBusModel.EBUSY})
    void whatRefusesForTheMomentIsTriedAgain(int error) {
        refuse("vfio-pci", error, 3);
        functions.bind(ADDRESS, "vfio-pci");
        assertThat(kernel.driverOf(VF)).isEqualTo("vfio-pci");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(10L, 20L, 30L);
    }

    @Test
    void itIsNotTriedForEver() {
        refuse("vfio-pci", PciBusModel.EAGAIN, 5);
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
        assertThat(pauses).hasSize(4);
        expectUntouched();
    }

    @Test
    void whatRefusesForGoodIsNotTriedAgain() {
        refuse("vfio-pci", 12, 1);
        assertThat(refusal(() -> functions.bind(ADDRESS, "vfio-pci")).errno())
                .isEqualTo(Errno.ENOMEM);
        kernel.group(3, PF);
        assertThat(refusal(() -> functions.bind(PciAddress.parse(PF), "vfio-pci")).errno())
                .isEqualTo(Errno.EBUSY);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aFunctionThatAGuestHadIsResetAndGoesBackToTheHost() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.writes.clear();
        functions.release(ADDRESS);
        expectUntouched();
        // Kept from every driver until it has been reset.
        assertThat(kernel.writes)
                .containsExactly(
                        "driver_override none",
                        "unbind " + VF,
                        "reset 1",
                        "driver_override",
                        "drivers_probe " + VF);
    }

    @Test
    void aFunctionThatTheHostHasIsNotReleasedAnew() {
        kernel.override(VF, "igbvf");
        functions.release(ADDRESS);
        expectUntouched();
        assertThat(kernel.writes).containsExactly("driver_override");
    }

    @Test
    void aFunctionWhoseResetFailsIsGivenToNobody() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.resetError = PciBusModel.ENOTTY;
        HostException e = refusal(() -> functions.release(ADDRESS));
        assertThat(e.operation()).isEqualTo(Operation.RESET_VF);
        assertThat(e.errno()).isEqualTo(Errno.ENOTTY);
        assertThat(e).hasMessageContaining("kept from every driver");
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        assertThat(kernel.overrideOf(VF)).isEqualTo("none");

        for (ThrowingCallable call :
                new ThrowingCallable[] {
                    () -> functions.bind(ADDRESS, "vfio-pci"),
                    () -> functions.bind(ADDRESS, "igbvf"),
                    () -> functions.bindHost(ADDRESS)
                }) {
            HostException refused = refusal(call);
            assertThat(refused.errno()).isEqualTo(Errno.EBUSY);
            assertThat(refused.remedy().orElseThrow()).contains("release it");
        }
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        assertThat(kernel.overrideOf(VF)).isEqualTo("none");

        kernel.resetError = 0;
        functions.release(ADDRESS);
        expectUntouched();
    }

    @Test
    void aFunctionWhoseResetHangsIsGivenToNobody() throws InterruptedException {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.resetting = new CountDownLatch(1);
        PciFunctions impatient = impatient();
        assertThat(refusal(() -> impatient.release(ADDRESS)).errno()).isEqualTo(Errno.ETIMEDOUT);
        kernel.resetting.countDown();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("sriov-")) {
                thread.join();
            }
        }
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        assertThat(kernel.overrideOf(VF)).isEqualTo("none");
        assertThat(refusal(() -> impatient.bind(ADDRESS, "vfio-pci")).errno())
                .isEqualTo(Errno.EBUSY);
    }

    @Test
    void aFunctionThatNoDriverOfTheHostsTakesHasBeenResetAllTheSame() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.failing("igbvf", 12);
        HostException e = refusal(() -> functions.release(ADDRESS));
        assertThat(e.errno()).isEqualTo(Errno.ENODEV);
        assertThat(e).hasMessageContaining("it has been reset, and has no driver");
        assertThat(kernel.writes).contains("reset 1");
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        assertThat(kernel.overrideOf(VF)).isEqualTo("(null)");
    }

    @Test
    void bindingAgainDoesNothing() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.writes.clear();
        functions.bind(ADDRESS, "vfio-pci");
        assertThat(kernel.writes).isEmpty();
    }

    @Test
    void whereThePfKeepsDriversFromItsVfsOneIsBoundByItsName() {
        kernel.autoprobe(PF, false);
        functions.bind(ADDRESS, "vfio-pci");
        assertThat(kernel.driverOf(VF)).isEqualTo("vfio-pci");
        functions.bind(ADDRESS, "igbvf");
        assertThat(kernel.driverOf(VF)).isEqualTo("igbvf");
    }

    @Test
    void aFunctionGoesBackToTheHost() {
        functions.bind(ADDRESS, "vfio-pci");
        Binding before = functions.bindHost(ADDRESS);
        assertThat(before.driver()).contains("vfio-pci");
        expectUntouched();
    }

    @Test
    void aDriverOfTheHostsStays() {
        kernel.override(VF, "igbvf");
        functions.bindHost(ADDRESS);
        expectUntouched();
        assertThat(kernel.writes).containsExactly("driver_override");
    }

    @ParameterizedTest
    @CsvSource({"igbvf, false", "vfio-pci, true", "pci-stub, true"})
    void onlyWhatIsForPassthroughIsTakenAway(String driver, boolean taken) {
        kernel.load("pci-stub");
        functions.bind(ADDRESS, driver);
        kernel.writes.clear();
        functions.bindHost(ADDRESS);
        assertThat(kernel.writes.contains("unbind " + VF)).isEqualTo(taken);
        expectUntouched();
    }

    @Test
    void aFunctionIsLeftWithoutADriver() {
        Binding before = functions.unbind(ADDRESS);
        assertThat(before.driver()).contains("igbvf");
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        assertThat(functions.unbind(ADDRESS).driver()).isEmpty();
        assertThat(kernel.writes).containsExactly("unbind " + VF);
    }

    @Test
    void whatWasThereIsPutBack() {
        Binding before = functions.bind(ADDRESS, "vfio-pci");
        functions.restore(before);
        expectUntouched();
    }

    @Test
    void whatWasThereIsPutBackWhereThePfKeepsDriversFromItsVfs() {
        kernel.autoprobe(PF, false);
        Binding before = functions.bind(ADDRESS, "vfio-pci");
        functions.restore(before);
        expectUntouched();
    }

    @Test
    void anOverrideThatWasThereIsPutBack() {
        functions.unbind(ADDRESS);
        kernel.override(VF, "somebody's");
        Binding before = functions.bind(ADDRESS, "vfio-pci");
        assertThat(before)
                .isEqualTo(new Binding(ADDRESS, Optional.empty(), Optional.of("somebody's")));
        functions.restore(before);
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        assertThat(kernel.overrideOf(VF)).isEqualTo("somebody's");
    }

    @Test
    void aDriverThatIsNotLoadedIsTold() {
        HostException e = refusal(() -> functions.bind(ADDRESS, "mlx5_vfio_pci"));
        assertThat(e.operation()).isEqualTo(Operation.ATTACH_VF);
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e.remedy()).contains("load it with 'modprobe mlx5_vfio_pci'");
        assertThat(e).hasMessageContaining("nothing was changed");
        assertThat(kernel.writes).isEmpty();
    }

    @Test
    void aMissingIommuIsTold() {
        kernel.vf("0000:01:10.4", PF).bound("0000:01:10.4", "igbvf");
        PciAddress noGroup = PciAddress.parse("0000:01:10.4");
        HostException e = refusal(() -> functions.bind(noGroup, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.EINVAL);
        assertThat(e).hasMessageContaining("no IOMMU group").hasMessageContaining("igbvf has it");
        assertThat(e.remedy().orElseThrow()).contains("intel_iommu=on");
        assertThat(kernel.driverOf("0000:01:10.4")).isEqualTo("igbvf");
        assertThat(kernel.overrideOf("0000:01:10.4")).isEqualTo("(null)");
    }

    @Test
    void aPfWithVfsIsTold() {
        kernel.group(3, PF);
        HostException e = refusal(() -> functions.bind(PciAddress.parse(PF), "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.EBUSY);
        assertThat(e).hasMessageContaining("a PF with 2 VFs");
        assertThat(e.remedy()).contains("delete its VFs first");
        assertThat(kernel.driverOf(PF)).isEqualTo("igb");
    }

    @Test
    void aKernelThatObeysAutoprobeInSpiteOfOverrideIsTold() {
        kernel.overrideBeatsAutoprobe = false;
        kernel.autoprobe(PF, false);
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.ENODEV);
        assertThat(e.remedy().orElseThrow()).contains("physfn/sriov_drivers_autoprobe");
        // Nor can the driver of before be bound, which is told too.
        assertThat(e).hasMessageContaining("igbvf could not be put back");
        assertThat(kernel.overrideOf(VF)).isEqualTo("(null)");
    }

    @Test
    void aDriverThatDoesNotTakeTheFunctionIsTold() {
        kernel.failing("vfio-pci", PciBusModel.ENODEV);
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.ENODEV);
        assertThat(e).hasMessageContaining("vfio-pci does not take this function");
        expectUntouched();
    }

    @Test
    void aDriverThatFailsIsTold() {
        kernel.failing("vfio-pci", 12);
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
        assertThat(e)
                .hasMessageContaining("vfio-pci fails to start it: Cannot allocate memory")
                .hasMessageContaining("igbvf has it again");
        expectUntouched();
    }

    @Test
    void somebodyElseWhoBindsDriversIsTold() {
        kernel.meanwhile =
                () -> {
                    kernel.meanwhile = () -> {};
                    kernel.bound(VF, "igbvf");
                };
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.EBUSY);
        assertThat(e).hasMessageContaining("igbvf has been bound to it at the same time");
        expectUntouched();
    }

    @Test
    void somebodyElseWhoChangesTheOverrideIsTold() {
        kernel.meanwhile =
                () -> {
                    kernel.meanwhile = () -> {};
                    kernel.override(VF, "uio");
                };
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.ENODEV);
        assertThat(e).hasMessageContaining("driver_override reads 'uio'");
        expectUntouched();
    }

    @Test
    void somebodyElseWhoDidTheSameIsNoProblem() {
        kernel.meanwhile = () -> kernel.bound(VF, "vfio-pci");
        functions.bind(ADDRESS, "vfio-pci");
        assertThat(kernel.driverOf(VF)).isEqualTo("vfio-pci");
    }

    @Test
    void theKernelsWordIsNotTakenForIt() {
        kernel.afterwards =
                () -> {
                    kernel.unbound(VF);
                    kernel.bound(VF, "uio");
                };
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(Errno.EBUSY);
        assertThat(e).hasMessageContaining("uio is bound now and not vfio-pci");
    }

    @Test
    void aGuestThatHoldsTheGroupIsTold() {
        kernel.vf("0000:01:10.4", PF).vf("0000:01:10.6", PF);
        kernel.group(9, "0000:01:10.4", "0000:01:10.6").bound("0000:01:10.6", "vfio-pci");
        kernel.failing("igbvf", PciBusModel.EBUSY);
        HostException e = refusal(() -> functions.bind(PciAddress.parse("0000:01:10.4"), "igbvf"));
        assertThat(e.errno()).isEqualTo(Errno.EBUSY);
        assertThat(e).hasMessageContaining("through 0000:01:10.6");
    }

    @ParameterizedTest
    @CsvSource({
        "/driver_override, 13, EACCES, run as root",
        "/driver_override, 30, EROFS, mount it writable",
        "/unbind, 1, EPERM, run as root"
    })
    void missingPermissionIsTold(String file, int number, Errno errno, String remedy) {
        kernel.unopenable.put(file, number);
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e.errno()).isEqualTo(errno);
        assertThat(e.remedy().orElseThrow()).contains(remedy);
        expectUntouched();
    }

    @Test
    void whereNothingWasChangedThatIsTold() {
        kernel.unopenable.put("/driver_override", PciBusModel.EACCES);
        assertThat(refusal(() -> functions.bind(ADDRESS, "vfio-pci")))
                .hasMessageContaining("nothing was changed");
    }

    @Test
    void aHostWhoseDriverIsNotLoadedIsTold() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.failing("igbvf", 12);
        HostException e = refusal(() -> functions.bindHost(ADDRESS));
        assertThat(e.errno()).isEqualTo(Errno.ENODEV);
        assertThat(e)
                .hasMessageContaining("the driver for it is not loaded")
                .hasMessageContaining("vfio-pci has it again");
        assertThat(kernel.driverOf(VF)).isEqualTo("vfio-pci");
        assertThat(kernel.overrideOf(VF)).isEqualTo("vfio-pci");
    }

    /// Creating VFs lets udev load the module of their driver, which binds what waits for it.
    @Test
    void aDriverThatIsLoadedMeanwhileIsNotTakenAway() {
        kernel.unbound(VF);
        kernel.failing("igbvf", 12);
        kernel.beforeReading =
                file -> {
                    if (file.endsWith("sriov_drivers_autoprobe")) {
                        kernel.beforeReading = _ -> {};
                        kernel.bound(VF, "igbvf");
                    }
                };
        assertThat(refusal(() -> functions.bindHost(ADDRESS)).errno()).isEqualTo(Errno.ENODEV);
        assertThat(kernel.driverOf(VF)).isEqualTo("igbvf");
        assertThat(kernel.writes).containsExactly("drivers_probe " + VF);
    }

    /// As with `vfio-pci.ids=8086:10ca` on the kernel's command line.
    @Test
    void aDriverForGuestsIsNoneOfTheHosts() {
        kernel.unbound(VF);
        kernel.unload("igbvf");
        kernel.load("vfio-pci", VF).load("igbvf", VF);
        assertThat(refusal(() -> functions.bindHost(ADDRESS)).errno()).isEqualTo(Errno.ENODEV);
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        kernel.bound(VF, "vfio-pci");
        assertThat(refusal(() -> functions.release(ADDRESS)))
                .hasMessageContaining("it has been reset, and has no driver");
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
    }

    @Test
    void anOverrideIsPutBackWhereNoDriverOfTheHostsComes() {
        kernel.unbound(VF);
        kernel.override(VF, "uio_pci_generic").failing("igbvf", 12);
        assertThat(refusal(() -> functions.bindHost(ADDRESS)))
                .hasMessageContaining("it has no driver, as before");
        assertThat(kernel.overrideOf(VF)).isEqualTo("uio_pci_generic");
    }

    @Test
    void aHostThatKeepsDriversFromItsVfsIsTold() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.autoprobe(PF, false);
        HostException e = refusal(() -> functions.bindHost(ADDRESS));
        assertThat(e).hasMessageContaining("the PF keeps drivers from its VFs");
        assertThat(e.remedy().orElseThrow()).contains("bind a driver by its name");
        assertThat(kernel.driverOf(VF)).isEqualTo("vfio-pci");
    }

    @Test
    void aFunctionThatIsNotThereIsTold() {
        PciAddress absent = PciAddress.parse("10000:02:05.0");
        for (ThrowingCallable call :
                new ThrowingCallable[] {
                    () -> functions.binding(absent),
                    () -> functions.bind(absent, "vfio-pci"),
                    () -> functions.bindHost(absent),
                    () -> functions.unbind(absent),
                    () -> functions.reset(absent),
                    () -> functions.release(absent)
                }) {
            HostException e = refusal(call);
            assertThat(e.errno()).isEqualTo(Errno.ENODEV);
            assertThat(e.device()).isEqualTo("10000:02:05.0");
        }
    }

    @Test
    void aFunctionThatGoesAwayIsTold() {
        kernel.meanwhile = () -> kernel.remove(VF);
        HostException e = refusal(() -> functions.bind(ADDRESS, "vfio-pci"));
        assertThat(e).hasMessageContaining("there is no such function");
        assertThat(Files.exists(kernel.function(VF))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "a/b", "a\nb", "a b", ".hidden"})
    void whatIsNoNameOfADriverIsAMistake(String name) {
        assertThatThrownBy(() -> functions.bind(ADDRESS, name))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(kernel.writes).isEmpty();
    }

    /// What was there may have been stored, and read from wherever it was.
    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../../devices", "a\nb"})
    void whatIsNoNameOfADriverIsNotPutBack(String name) {
        var before = new Binding(ADDRESS, Optional.of(name), Optional.empty());
        assertThatThrownBy(() -> functions.restore(before))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(kernel.writes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000"})
    void whatIsNoLineIsNotPutBack(String override) {
        var before = new Binding(ADDRESS, Optional.empty(), Optional.of(override));
        assertThatThrownBy(() -> functions.restore(before))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(kernel.writes).isEmpty();
    }

    @Test
    void whoLooksAtAFunctionKeepsNobodyFromIt() throws Exception {
        var looking = new CountDownLatch(1);
        var changed = new CountDownLatch(1);
        kernel.beforeReading =
                file -> {
                    if (file.endsWith("driver_override")) {
                        kernel.beforeReading = _ -> {};
                        looking.countDown();
                        await(changed);
                    }
                };
        CompletableFuture<Binding> look =
                CompletableFuture.supplyAsync(() -> functions.binding(ADDRESS));
        try {
            await(looking);
            functions.bind(ADDRESS, "vfio-pci");
        } finally {
            changed.countDown();
        }
        assertThat(look.get().override()).contains("vfio-pci");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKernelThatWaitsForAGuestIsNotWaitedForForEver() throws InterruptedException {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.guest = new CountDownLatch(1);
        PciFunctions impatient = impatient();
        HostException e = refusal(() -> impatient.bind(ADDRESS, "igbvf"));
        assertThat(e.operation()).isEqualTo(Operation.ATTACH_VF);
        assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(e).hasMessageContaining("drivers/vfio-pci/unbind");
        assertThat(e.remedy()).contains("stop the guest that has it");

        // It is in the kernel still, and nothing is to be piled on top.
        HostException second = refusal(() -> impatient.unbind(ADDRESS));
        assertThat(second.errno()).isEqualTo(Errno.EBUSY);
        assertThat(second).hasMessageContaining("drivers/vfio-pci/unbind");
        HostException look = refusal(() -> impatient.binding(ADDRESS));
        assertThat(look.errno()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(look).hasMessageContaining("drivers/vfio-pci/unbind");

        kernel.guest.countDown();
        for (int i = 0; i < 2000 && kernel.driverOf(VF).equals("vfio-pci"); i++) {
            Thread.sleep(10);
        }
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
        Thread.sleep(50);
        assertThat(kernel.writes).doesNotContain("bind igbvf " + VF);
        functions.bind(ADDRESS, "igbvf");
        assertThat(kernel.driverOf(VF)).isEqualTo("igbvf");
    }

    @Test
    void otherFunctionsGoOnMeanwhile() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.guest = new CountDownLatch(1);
        PciFunctions impatient = impatient();
        assertThat(refusal(() -> impatient.unbind(ADDRESS)).errno()).isEqualTo(Errno.ETIMEDOUT);
        impatient.unbind(PciAddress.parse(SIBLING));
        assertThat(kernel.driverOf(SIBLING)).isEqualTo("none");
    }

    @Test
    void anInterruptIsKeptForTheCaller() {
        Thread.currentThread().interrupt();
        functions.unbind(ADDRESS);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kernel.driverOf(VF)).isEqualTo("none");
    }

    @Test
    void aFunctionWithoutADriverIsReset() {
        functions.unbind(ADDRESS);
        kernel.writes.clear();
        functions.reset(ADDRESS);
        assertThat(kernel.writes).containsExactly("reset 1");
    }

    @Test
    void aFunctionThatTheHostUsesIsNotReset() {
        HostException e = refusal(() -> functions.reset(ADDRESS));
        assertThat(e.operation()).isEqualTo(Operation.RESET_VF);
        assertThat(e.errno()).isEqualTo(Errno.EBUSY);
        assertThat(e).hasMessageContaining("igbvf has it");
        assertThat(kernel.writes).isEmpty();
    }

    @Test
    void aResetThatHangsIsNotWaitedForForEver() {
        functions.bind(ADDRESS, "vfio-pci");
        kernel.resetting = new CountDownLatch(1);
        PciFunctions impatient = impatient();
        HostException e = refusal(() -> impatient.reset(ADDRESS));
        assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(e).hasMessageContaining(VF + "/reset");
    }

    @ParameterizedTest
    @CsvSource({
        "25, ENOTTY, which are: flr bus",
        "5, EIO, the reset fails: Input/output error",
        "19, ENODEV, the reset fails: No such device"
    })
    void aResetThatFailsIsTold(int number, Errno errno, String detail) {
        functions.unbind(ADDRESS);
        PciBusModel.write(kernel.function(VF).resolve("reset_method"), "flr bus\n");
        kernel.resetError = number;
        HostException e = refusal(() -> functions.reset(ADDRESS));
        assertThat(e.errno()).isEqualTo(errno);
        assertThat(e).hasMessageContaining(detail);
    }

    @Test
    void aFunctionThatCannotBeResetIsTold() throws Exception {
        functions.unbind(ADDRESS);
        Files.delete(kernel.function(VF).resolve("reset"));
        HostException e = refusal(() -> functions.reset(ADDRESS));
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e).hasMessageContaining("knows no way of resetting it");
    }
}
