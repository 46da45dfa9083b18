package io.sriov.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.VlanId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the programs say themselves to the texts that they are to be given.
class HandOverTakersTest {
    /// Where no machine has a function, so that nothing is taken from anybody.
    private static final PciAddress ABSENT = PciAddress.parse("0000:fd:1f.7");

    /// As Intel's Volume Management Device numbers them.
    private static final PciAddress FAR = PciAddress.parse("10000:fd:1f.7");

    private record Answer(int status, String text) {}

    private static Answer run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    private static void require(boolean found, String what) {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(found, what);
        }
        assertThat(found).as("%s, where CI=true it must be", what).isTrue();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return run(List.of(command)).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Nested
    class Qemu {
        private static final String QEMU = "qemu-system-x86_64";

        static List<HandOver> texts() {
            return List.of(
                    HandOver.toQemu(ABSENT),
                    HandOver.toQemu(FAR),
                    HandOver.toQemu(ABSENT, UUID.randomUUID()));
        }

        private static Answer give(String device) throws IOException, InterruptedException {
            require(runs(QEMU, "--version"), "QEMU is not installed: sriov-lab/lab setup");
            return run(
                    List.of(
                            QEMU,
                            "-machine",
                            "q35",
                            "-accel",
                            "tcg",
                            "-nodefaults",
                            "-display",
                            "none",
                            "-S",
                            "-device",
                            device));
        }

        /// The device is all that is missing.
        @ParameterizedTest
        @MethodSource("texts")
        void understandsTheText(HandOver handOver) throws Exception {
            Answer answer = give(handOver.text());
            assertThat(answer.status()).isNotZero();
            assertThat(answer.text().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("no such host device", "No such file or directory", "fd:1f.7");
        }

        /// It says so where it does not understand: a domain that it does not know, which is why
        /// the directory is named there, and a property that does not exist.
        @Test
        void saysWhatItDoesNotUnderstand() throws Exception {
            assertThat(give("vfio-pci,host=" + FAR).text()).contains("doesn't take value");
            assertThat(give("vfio-pci,hst=" + ABSENT).text()).contains("not found");
        }
    }

    @Nested
    class Libvirt {
        private static final Path SCHEMA = Path.of("/usr/share/libvirt/schemas/domain.rng");

        @TempDir Path directory;

        static List<HandOver> texts() {
            Optional<MacAddress> mac = MacAddress.parse("02:56:48:7e:d9:f7");
            var texts = new ArrayList<HandOver>();
            for (PciAddress vf : List.of(ABSENT, FAR)) {
                texts.add(HandOver.toLibvirtHostdev(vf));
                for (Optional<MacAddress> one : List.of(mac, Optional.<MacAddress>empty())) {
                    for (Optional<VlanId> vlan :
                            List.of(
                                    Optional.of(new VlanId(VlanId.MAX_TAG)),
                                    Optional.of(VlanId.TRUNK),
                                    Optional.<VlanId>empty())) {
                        texts.add(HandOver.toLibvirtInterface(vf, one, vlan));
                    }
                }
            }
            return texts;
        }

        private Answer check(String device) throws IOException, InterruptedException {
            require(
                    Files.exists(SCHEMA),
                    "libvirt's schemas are not installed: package libvirt0 or libvirt-common");
            require(
                    runs("xmllint", "--version"),
                    "xmllint is not installed: package libxml2-utils");
            Path domain =
                    Files.writeString(
                            directory.resolve("domain.xml"),
                            """
                            <domain type='qemu'>
                              <name>guest</name>
                              <memory unit='MiB'>64</memory>
                              <os><type>hvm</type></os>
                              <devices>%s</devices>
                            </domain>
                            """
                                    .formatted(device));
            return run(
                    List.of(
                            "xmllint",
                            "--noout",
                            "--nonet",
                            "--relaxng",
                            SCHEMA.toString(),
                            domain.toString()));
        }

        @ParameterizedTest
        @MethodSource("texts")
        void takesTheElement(HandOver handOver) throws Exception {
            Answer answer = check(handOver.text());
            assertThat(answer.status()).as(answer.text()).isZero();
        }

        @Test
        void takesNoOther() throws Exception {
            String good = HandOver.toLibvirtHostdev(ABSENT).text();
            assertThat(check(good.replace("bus=", "buss=")).status()).isNotZero();
            assertThat(check(good.replace("slot='0x1f'", "slot='0x20'")).status()).isNotZero();
        }
    }
}
