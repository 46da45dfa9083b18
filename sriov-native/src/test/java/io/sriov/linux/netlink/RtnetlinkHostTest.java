package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import io.sriov.host.Errno;
import io.sriov.schema.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The kernel of this machine: its loopback interface, and interfaces of a network namespace of the
/// test's own where that is permitted.
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class RtnetlinkHostTest {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int LOOPBACK = 1;
    private static final int ABSENT = 1 << 30;

    private final Rtnetlink rtnetlink = Rtnetlink.system();

    @Test
    void theLoopbackInterfaceIsRead() throws NetlinkException {
        Link link = rtnetlink.link(LOOPBACK);
        assertThat(link.name()).isEqualTo("lo");
        assertThat(link.index()).isEqualTo(LOOPBACK);
        assertThat(link.flags() & 0x8).as("IFF_LOOPBACK").isNotZero();
        assertThat(link.address().orElseThrow()).hasToString("00:00:00:00:00:00");
        assertThat(link.master()).isEmpty();
    }

    @Test
    void theLoopbackInterfaceHasNoVfs() throws NetlinkException {
        assertThat(rtnetlink.vfs(LOOPBACK)).isEqualTo(new VfList.Complete(List.of()));
    }

    @Test
    void aLinkThatIsNotThereIsTold() {
        for (Callable<?> question :
                List.<Callable<?>>of(() -> rtnetlink.link(ABSENT), () -> rtnetlink.vfs(ABSENT))) {
            assertThatThrownBy(question::call)
                    .isInstanceOfSatisfying(
                            NetlinkRefusalException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV))
                    .hasMessageStartingWith("link " + ABSENT + ": ENODEV, ");
        }
    }

    /// EPERM without CAP_NET_ADMIN.
    @Test
    void aLinkWithoutVfsRefusesEveryChange() {
        List<VfSetting> settings =
                List.of(
                        new VfSetting.Mac(new MacAddress(0x0200_0000_0001L)),
                        new VfSetting.Vlan(new VfVlan(5, 1, VfVlan.DOT1Q)),
                        new VfSetting.Vlan(new VfVlan(5, 1, VfVlan.DOT1AD)),
                        new VfSetting.TxRate(0, 100),
                        new VfSetting.SpoofCheck(true),
                        new VfSetting.LinkState(VfLinkState.DISABLE),
                        new VfSetting.RssQuery(true),
                        new VfSetting.Trust(true),
                        new VfSetting.NodeGuid(1),
                        new VfSetting.PortGuid(1));
        for (VfSetting setting : settings) {
            assertThatThrownBy(() -> rtnetlink.set(LOOPBACK, 0, setting))
                    .as(setting.toString())
                    .isInstanceOfSatisfying(
                            NetlinkRefusalException.class,
                            e -> assertThat(e.errno()).isIn(Errno.EOPNOTSUPP, Errno.EPERM))
                    .hasMessageStartingWith("VF 0 of link 1: E");
        }
    }

    /// `do_setvfinfo` refuses the number of a VF that no device can have before it asks a driver:
    /// the number arrives where the kernel looks for it. EPERM without CAP_NET_ADMIN.
    @Test
    void theKernelReadsTheNumberOfTheVf() {
        assertThatThrownBy(
                        () -> rtnetlink.set(LOOPBACK, Integer.MAX_VALUE, new VfSetting.Trust(true)))
                .isInstanceOfSatisfying(
                        NetlinkRefusalException.class,
                        e -> assertThat(e.errno()).isIn(Errno.EINVAL, Errno.EPERM));
    }

    @Test
    void theKernelExplainsWhichAttributeItObjectsTo() throws NetlinkException {
        var writer = new NlWriter(IfInfo.RTM_GETLINK, NlMessage.F_REQUEST, 1);
        writer.append(IfInfo.LAYOUT.byteSize());
        writer.attribute(IfInfo.EXT_MASK, 2);
        var request = new LinkRequest(writer.toBytes(), 1);
        try (var socket =
                NetlinkSocket.open(
                        Sockets.system(),
                        Libc.system(),
                        NetlinkSocket.NETLINK_ROUTE,
                        "a short mask")) {
            assertThatThrownBy(() -> socket.exchange(request))
                    .isInstanceOfSatisfying(
                            NetlinkRefusalException.class,
                            e -> {
                                assertThat(e.attribute()).contains("IFLA_EXT_MASK");
                                assertThat(e.kernelText().orElseThrow()).isNotBlank();
                                assertThat(e.errno()).isIn(Errno.ERANGE, Errno.EINVAL);
                            });
        }
    }

    @Test
    void theNamespaceIsThatOfTheThread() throws Exception {
        inNamespace(() -> {
            ip("link add br7 index 70 type bridge");
            ip(
                    "link add v71 index 71 address 02:56:48:7e:d9:f7 type veth"
                            + " peer name v72 index 72");
            ip("link set v71 master br7 up");
            Link port = rtnetlink.link(71);
            assertThat(port.name()).isEqualTo("v71");
            assertThat(port.isUp()).isTrue();
            assertThat(port.state()).isEqualTo(OperState.LOWER_LAYER_DOWN);
            assertThat(port.address().orElseThrow()).hasToString("02:56:48:7e:d9:f7");
            assertThat(port.master()).isEqualTo(OptionalInt.of(70));
            assertThat(rtnetlink.vfs(71)).isEqualTo(new VfList.Complete(List.of()));
            assertThat(rtnetlink.link(72).isUp()).isFalse();
            assertThat(rtnetlink.link(72).master()).isEmpty();
            assertThatThrownBy(() -> rtnetlink.set(71, 0, new VfSetting.Trust(true)))
                    .isInstanceOfSatisfying(
                            NetlinkRefusalException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP));
            ip("link set v72 up");
            assertThat(rtnetlink.link(71).state()).isEqualTo(OperState.UP);
            return "";
        });
    }

    @Test
    void aLinkIsSetUpAndDownAndItsCarrierWaitedFor() throws Exception {
        inNamespace(() -> {
            ip("link add v71 index 71 type veth peer name v72 index 72");
            rtnetlink.setUp(71, true);
            rtnetlink.setUp(71, true);
            assertThat(rtnetlink.link(71).isUp()).isTrue();
            assertThat(rtnetlink.awaitCarrier(71, Duration.ofMillis(5))).isFalse();
            ip("link set v72 up");
            assertThat(rtnetlink.awaitCarrier(71, Duration.ofSeconds(20))).isTrue();
            rtnetlink.setUp(71, false);
            assertThat(rtnetlink.link(71).isUp()).isFalse();
            assertThat(rtnetlink.link(71).hasCarrier()).isFalse();
            assertThat(rtnetlink.link(72).isUp()).isTrue();
            assertThatThrownBy(() -> rtnetlink.setUp(ABSENT, true))
                    .isInstanceOfSatisfying(
                            NetlinkRefusalException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
            return "";
        });
    }

    private static void ip(String arguments) throws IOException, InterruptedException {
        var command = List.of(("ip " + arguments).split(" "));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (InputStream in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assumeTrue(process.waitFor() == 0, "SKIPPED: ip " + arguments + ": " + output.strip());
    }

    /// Runs something in a network namespace that goes with the thread.
    private static void inNamespace(Callable<String> action) throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle unshare =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("unshare"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        var task =
                new FutureTask<>(() -> {
                    int result;
                    try {
                        result = (int) unshare.invokeExact(CLONE_NEWNET);
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                    assumeTrue(result == 0, "SKIPPED: a network namespace is not permitted");
                    return action.call();
                });
        Thread.ofPlatform().start(task).join();
        try {
            assertThat(task.get()).isEmpty();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Error error -> throw error;
                case Exception exception -> throw exception;
                case null, default -> throw e;
            }
        }
    }
}
