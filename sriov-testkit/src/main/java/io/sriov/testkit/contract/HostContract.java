package io.sriov.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sriov.dump.FunctionDump;
import io.sriov.dump.MachineDump;
import io.sriov.host.Errno;
import io.sriov.host.HostException;
import io.sriov.host.PfStatus;
import io.sriov.host.PhysicalFunction;
import io.sriov.pci.ConfigSpace;
import io.sriov.schema.config.IovConfig;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [io.sriov.host.Host] promises.
public abstract class HostContract extends OnHost {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /// For subclasses.
    protected HostContract() {}

    private List<String> devices() {
        return host.physicalFunctions().stream().map(PhysicalFunction::device).toList();
    }

    @Test
    void aHostHasAName() {
        assertThat(host.name()).isNotBlank().isEqualTo(host.name());
    }

    @Test
    void pfsAreListedOnceInNumericOrderOfTheirNames() {
        assertThat(devices())
                .contains(bench.device())
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparing(HostContract::padded));
    }

    /// The name with every number in it written with 20 digits.
    private static String padded(String name) {
        return NUMBER.matcher(name)
                .replaceAll(number ->
                        "0".repeat(Math.max(0, 20 - number.group().length())) + number.group());
    }

    @Test
    void everyListedPfIsFoundByItsName() {
        for (String device : devices()) {
            PhysicalFunction found = host.physicalFunction(device);
            assertThat(found.device()).isEqualTo(device);
            assertThat(found.node()).isNotBlank();
            assertThat(found.status().device()).isEqualTo(device);
        }
    }

    @Test
    void aNameWithoutAPfIsRefusedWithEnoentNamingThoseThereAre() {
        List<String> devices = devices();
        String device = bench.device();
        Stream.of(
                        "",
                        " ",
                        ".",
                        "..",
                        "/",
                        "../" + device,
                        "./" + device,
                        device + "/",
                        device + "/../" + device,
                        "a/b",
                        "/dev/iov/" + device,
                        pf.node(),
                        device + " ",
                        " " + device,
                        device + "\n",
                        device + "\t",
                        device + "0",
                        device.substring(0, device.length() - 1),
                        device.toUpperCase(Locale.ROOT),
                        device.toLowerCase(Locale.ROOT),
                        "%s%n",
                        "*",
                        "-x",
                        "\u00e9\uD83D\uDE00",
                        "\u001b[31m",
                        "x".repeat(300),
                        "x".repeat(100_000))
                .filter(name -> !devices.contains(name))
                .forEach(name -> assertUnknown(name, devices));
    }

    private void assertUnknown(String name, List<String> devices) {
        String shown = name.length() > 40 ? name.length() + " letters" : "'" + name + "'";
        HostException refusal;
        try {
            refusal =
                    assertRefused(
                            HostException.Operation.OPEN_PF,
                            Errno.ENOENT,
                            () -> host.physicalFunction(name));
        } catch (AssertionError e) {
            throw new AssertionError("for the name " + shown + ": " + e.getMessage(), e);
        }
        assertThat(refusal)
                .as("for the name %s", shown)
                .hasMessageContainingAll(devices.toArray(String[]::new));
    }

    @Test
    void everyoneWhoAsksForAPfSeesTheSameOne() {
        PhysicalFunction other = host.physicalFunction(bench.device());
        pf.configure(mixed(2));
        assertThat(other.status()).isEqualTo(pf.status());
        other.delete();
        assertThat(pf.status().numVfs()).isZero();
    }

    @Test
    void aDumpHasThePfsAndVfsThatTheStatusHasAndChangesNothing() {
        pf.configure(mixed(2));
        List<PfStatus> before = statuses();
        MachineDump dump = host.dump();
        assertThat(statuses()).isEqualTo(before);
        assertThat(dump.system()).isNotBlank();
        assertThat(dump.pfs())
                .extracting(FunctionDump::address)
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(PfStatus::address).toList());
        for (PfStatus status : before) {
            FunctionDump dumped = dump.function(status.address()).orElseThrow();
            assertThat(dumped.device()).contains(status.device());
            assertThat(dumped.vendorId()).isEqualTo(status.vendorId());
            assertThat(dumped.deviceId()).isEqualTo(status.deviceId());
            assertThat(dump.vfs(status.address()))
                    .extracting(FunctionDump::address, FunctionDump::passthrough)
                    .containsExactlyElementsOf(
                            status.vfs().stream()
                                    .map(vf -> tuple(vf.address(), vf.passthrough()))
                                    .toList());
        }
        assertThat(dump.functions())
                .allMatch(one -> one.config().length() == 8192 || !one.unread().isEmpty());
    }

    private List<PfStatus> statuses() {
        return host.physicalFunctions().stream().map(PhysicalFunction::status).toList();
    }

    @Test
    void recordsAreThoseOfTheHost() {
        host.records().write("contract", "text");
        assertThat(host.records().read("contract")).contains("text");
        host.records().remove("contract");
        assertThat(host.records().read("contract")).isEmpty();
    }

    @Test
    void aClosedHostIsNotUsedAnyMore() {
        IovConfig config = mixed(1);
        ConfigSpace space = pf.configSpace();
        host.close();
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("physicalFunctions", host::physicalFunctions);
        calls.put("physicalFunction", () -> host.physicalFunction(bench.device()));
        calls.put("dump", host::dump);
        calls.put("schema", pf::schema);
        calls.put("status", pf::status);
        calls.put("configure", () -> pf.configure(config));
        calls.put("delete", pf::delete);
        calls.put("attachVf", () -> pf.attachVf(0));
        calls.put("detachVf", () -> pf.detachVf(0));
        calls.put("configSpace().read", () -> pf.configSpace().read(0, 4));
        calls.put("read", () -> space.read(0, 4));
        calls.put("write", () -> space.write(0, 4, 0));
        calls.forEach((name, call) ->
                assertThatThrownBy(call).as(name).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void closingAHostAgainDoesNothing() {
        String name = host.name();
        host.close();
        host.close();
        assertThat(host.name()).isEqualTo(name);
    }
}
