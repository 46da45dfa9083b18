package io.sriov.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.HostException.Operation;
import io.sriov.linux.vfio.NodeOwner;
import io.sriov.pci.PciAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassthroughFunctionTest {
    private static final String VF = "0000:01:10.2";

    private final ModelBench bench = new ModelBench(Duration.ofSeconds(20));
    private PassthroughFunction vf;

    @BeforeEach
    void createVfs() {
        bench.model.createVfs(ModelBench.PF, 3);
        bench.model.writes.clear();
        vf = bench.host().passthrough(ModelBench.PF, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static HostException refusal(ThrowingCallable call) {
        HostException e = catchThrowableOfType(HostException.class, call);
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void aVfIsFoundByItsNumberAndByItsAddress() {
        assertThat(vf.address()).isEqualTo(PciAddress.parse(VF));
        assertThat(bench.host().passthrough(PciAddress.parse(VF)).address())
                .isEqualTo(vf.address());
        assertThat(bench.host().passthrough("1:0.0", 2).address())
                .isEqualTo(PciAddress.parse("0000:01:10.4"));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -1, Integer.MAX_VALUE})
    void aVfThatIsNotThereIsTold(int index) {
        HostException e = refusal(() -> bench.host().passthrough(ModelBench.PF, index));
        assertThat(e.operation()).isEqualTo(Operation.PASS_THROUGH);
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e.remedy().orElseThrow()).contains("iovctl -L");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ens9", "../0000:01:00.0", "", "a\u001bb"})
    void aPfThatIsNotThereIsTold(String pf) {
        assertThat(refusal(() -> bench.host().passthrough(pf, 0)).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void aFunctionThatIsNotThereIsTold() {
        assertThat(
                        refusal(() -> bench.host().passthrough(PciAddress.parse("0000:01:1f.7")))
                                .errno())
                .isEqualTo(Errno.ENODEV);
        bench.model.destroyVfs(ModelBench.PF);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        vf::driver,
                        vf::bind,
                        vf::unbind,
                        vf::group,
                        vf::groupNode,
                        vf::deviceNode,
                        vf::owner,
                        vf::reset,
                        vf::open,
                        vf::release)) {
            assertThat(refusal(call).errno()).isEqualTo(Errno.ENODEV);
        }
    }

    @Test
    void aVfGoesToAGuestAndComesBack() {
        DriverBinding before = vf.bind();
        assertThat(before)
                .isEqualTo(new DriverBinding(vf.address(), Optional.of("igbvf"), Optional.empty()));
        assertThat(vf.driver())
                .isEqualTo(
                        new DriverBinding(
                                vf.address(), Optional.of("vfio-pci"), Optional.of("vfio-pci")));
        assertThat(vf.group().viable()).isTrue();
        assertThat(vf.group().number()).contains("101");
        vf.reset();
        vf.release();
        assertThat(vf.driver()).isEqualTo(before);
        assertThat(bench.model.writes)
                .containsExactly(
                        "driver_override vfio-pci",
                        "unbind " + VF,
                        "bind vfio-pci " + VF,
                        "reset 1",
                        "driver_override none",
                        "unbind " + VF,
                        "reset 1",
                        "driver_override",
                        "drivers_probe " + VF);
    }

    @Test
    void whatWasThereIsPutBack() {
        DriverBinding before = vf.bind();
        vf.restore(before);
        assertThat(vf.driver()).isEqualTo(before);
        PassthroughFunction other = bench.host().passthrough(ModelBench.PF, 0);
        assertThatThrownBy(() -> other.restore(before))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(VF);
    }

    /// The kernel would wait for the guest without end.
    @Test
    void aVfThatAGuestHasIsNotTakenAway() {
        DriverBinding before = vf.bind();
        bench.model.writes.clear();
        bench.assignToGuest(1);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        vf::unbind,
                        vf::reset,
                        vf::release,
                        () -> vf.bind("igbvf"),
                        () -> vf.restore(before))) {
            HostException e = refusal(call);
            assertThat(e.errno()).isEqualTo(Errno.EBUSY);
            assertThat(e).hasMessageContaining("qemu-system-x86 (4242) holds /dev/vfio/101");
            assertThat(e.remedy().orElseThrow()).contains("stop the guest");
        }
        vf.bind();
        assertThat(bench.model.writes).isEmpty();
        bench.release(1);
        vf.release();
        assertThat(vf.driver()).isEqualTo(before);
    }

    /// Its driver would destroy them, whoever uses them.
    @Test
    void aPfThatHasVfsIsNotTakenFromItsDriver() {
        PassthroughFunction pf = bench.host().passthrough(PciAddress.parse(ModelBench.PF));
        var other = new DriverBinding(pf.address(), Optional.empty(), Optional.empty());
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        pf::bind, pf::unbind, pf::reset, () -> pf.restore(other))) {
            HostException e = refusal(call);
            assertThat(e.errno()).isEqualTo(Errno.EBUSY);
            assertThat(e).hasMessageContaining("its 3 VFs would be lost");
            assertThat(e.remedy().orElseThrow()).contains("iovctl -D -d " + ModelBench.PF);
        }
        pf.release();
        assertThat(bench.model.writes).isEmpty();
        assertThat(pf.driver().driver()).contains("igb");
        bench.model.destroyVfs(ModelBench.PF);
        pf.bind();
        assertThat(pf.driver().driver()).contains("vfio-pci");
    }

    @Test
    void aDriverThatIsNotLoadedIsTold() {
        bench.model.unload("vfio-pci");
        HostException e = refusal(vf::bind);
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e.remedy().orElseThrow()).contains("modprobe vfio-pci");
        assertThat(vf.driver().driver()).contains("igbvf");
    }

    @Test
    void aFunctionOfTheHostsHasNoNode() {
        HostException e = refusal(vf::groupNode);
        assertThat(e.errno()).isEqualTo(Errno.ENOENT);
        assertThat(e).hasMessageContaining("igbvf is bound to it");
        assertThat(refusal(() -> vf.give(new NodeOwner(1, 1))).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void theGroupCanBeAskedForBeforeAnythingIsBound() {
        assertThat(vf.group().viable()).as("its own driver does not count").isTrue();
        assertThat(vf.group().obstacle()).isEmpty();
    }
}
