package io.sriov.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final Masking MASKING = Masking.of(new byte[] {1, 2, 3});
    private static final MacAddress ADDRESS = mac("90:e2:ba:76:86:a8");

    private static MacAddress mac(String text) {
        return MacAddress.parse(text).orElseThrow();
    }

    @Test
    void theVendorStaysAndTheRestDoesNot() {
        MacAddress masked = MASKING.mask(ADDRESS);
        assertThat(masked.toString()).startsWith("90:e2:ba:").isNotEqualTo(ADDRESS.toString());
        assertThat(MASKING.mask(mac("00:00:00:00:00:00"))).isEqualTo(mac("00:00:00:00:00:00"));
    }

    @Test
    void equalAddressesStayEqualAndDifferentOnesDifferent() {
        assertThat(MASKING.mask(ADDRESS)).isEqualTo(Masking.of(new byte[] {1, 2, 3}).mask(ADDRESS));
        Set<MacAddress> masked = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            masked.add(MASKING.mask(new MacAddress(0x90e2ba000000L + 37L * i)));
        }
        assertThat(masked).hasSize(20_000);
    }

    @Test
    void onlyTheKeyTells() {
        assertThat(Masking.of(new byte[] {4}).mask(ADDRESS)).isNotEqualTo(MASKING.mask(ADDRESS));
        assertThat(Masking.random().mask(ADDRESS)).isNotEqualTo(Masking.random().mask(ADDRESS));
    }

    /// A function with Vital Product Data at 40h and a Device Serial Number at 100h.
    private static FunctionDump function(long serial, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x10fb8086);
        bytes.putShort(6, (short) 0x10);
        bytes.put(0x34, (byte) 0x40);
        bytes.putInt(0x40, 0x0003);
        bytes.putInt(0x44, 0x4e533433);
        bytes.putInt(0x100, 0x0001_0003);
        bytes.putLong(0x104, serial);
        return FunctionDump.builder()
                .address(PciAddress.parse("0000:03:00.0"))
                .kind(FunctionDump.Kind.PF)
                .vendorId(0x8086)
                .deviceId(0x10fb)
                .configBytes(Arrays.copyOf(bytes.array(), length))
                .interfaces(
                        List.of(
                                new FunctionDump.Interface("eth0", Optional.of(ADDRESS)),
                                new FunctionDump.Interface("eth1", Optional.empty())))
                .build();
    }

    private static FunctionDump masked(FunctionDump function) {
        MachineDump dump =
                MASKING.apply(MachineDump.builder().system("test").addFunction(function).build());
        assertThat(dump.masked()).isTrue();
        return dump.functions().getFirst();
    }

    private static long serial(FunctionDump function) {
        ConfigSpaceImage config = function.configSpace();
        return (config.read32(0x108) << 32) | config.read32(0x104);
    }

    /// As lspci(8) prints it: `Device Serial Number 90-e2-ba-ff-ff-76-86-a8`.
    @Test
    void aSerialNumberMadeOfAnAddressIsMaskedAsThatIs() {
        for (long between : new long[] {0xffff, 0xfffe}) {
            FunctionDump masked = masked(function(0x90e2ba_0000_7686a8L | (between << 24), 4096));
            long address = MASKING.mask(ADDRESS).bits();
            assertThat(serial(masked))
                    .isEqualTo(((address >>> 24) << 40) | (between << 24) | (address & 0xff_ffff));
            assertThat(masked.interfaces().getFirst().address()).contains(MASKING.mask(ADDRESS));
        }
    }

    @Test
    void anotherSerialNumberKeepsItsVendor() {
        long masked = serial(masked(function(0x0100_0000_684c_e000L, 4096)));
        assertThat(masked >>> 40).isEqualTo(0x010000);
        assertThat(masked).isNotEqualTo(0x0100_0000_684c_e000L);
    }

    @Test
    void vitalProductDataIsNotLeftInItsRegister() {
        FunctionDump function = function(1, 4096);
        assertThat(masked(function).configSpace().read32(0x44)).isZero();
        byte[] before = function.configSpace().toBytes();
        byte[] after = masked(function).configSpace().toBytes();
        for (int i = 0; i < before.length; i++) {
            boolean hidden = (i >= 0x44 && i < 0x48) || (i >= 0x104 && i < 0x10c);
            assertThat(hidden || before[i] == after[i]).as("byte %x", i).isTrue();
        }
    }

    @Test
    void whatWasNotReadIsNotMasked() {
        FunctionDump header = function(1, 64);
        assertThat(masked(header).config()).isEqualTo(header.config());
        assertThat(masked(function(1, 0)).config()).isEmpty();
    }

    private static MachineDump masked(MachineDump.Builder dump) {
        return MASKING.apply(dump.system("test").build());
    }

    private static String digits(String address) {
        return MASKING.mask(mac(address)).toString().replace(":", "");
    }

    /// As systemd calls interfaces after their addresses, and `ip link property add` names more.
    @Test
    void namesMadeOfAnAddressAreMaskedAsThatIs() {
        FunctionDump pf =
                FunctionDump.builder()
                        .from(function(1, 0))
                        .device("0000:03:00.0")
                        .otherNames(
                                List.of("enx90e2ba7686a8", "enp3s0f0np0", "rep_WLX90E2BA7686A8_0"))
                        .unread(
                                List.of(
                                        "enx90e2ba7686a8 (90:e2:ba:76:86:a8, 90-E2-BA-76-86-A8) is"
                                                + " shy",
                                        "nothing at 0x383fff000000 or 383fff000000h"))
                        .interfaces(
                                List.of(
                                        new FunctionDump.Interface(
                                                "enx90e2ba7686a8", Optional.of(ADDRESS)),
                                        new FunctionDump.Interface(
                                                "wlxaa397b1dcdaf", Optional.empty()),
                                        new FunctionDump.Interface(
                                                "e90e2ba7686a8", Optional.empty())))
                        .build();

        MachineDump dump =
                masked(MachineDump.builder().addFunction(pf).addUnread("enx90e2ba7686a8"));

        String hidden = digits("90:e2:ba:76:86:a8");
        String octets = MASKING.mask(ADDRESS).toString();
        assertThat(dump.unread()).containsExactly("enx" + hidden);
        FunctionDump masked = dump.functions().getFirst();
        assertThat(masked.device()).contains("0000:03:00.0");
        assertThat(masked.otherNames())
                .containsExactly(
                        "enx" + hidden,
                        "enp3s0f0np0",
                        "rep_WLX" + hidden.toUpperCase(Locale.ROOT) + "_0");
        assertThat(masked.unread())
                .containsExactly(
                        "enx%s (%s, %s) is shy"
                                .formatted(
                                        hidden,
                                        octets,
                                        octets.replace(':', '-').toUpperCase(Locale.ROOT)),
                        "nothing at 0x383fff000000 or 383fff000000h");
        assertThat(masked.interfaces())
                .extracting(FunctionDump.Interface::name)
                .containsExactly("enx" + hidden, "wlx" + digits("aa:39:7b:1d:cd:af"), "e" + hidden);
        assertThat(DumpWriter.toJson(dump).toLowerCase(Locale.ROOT))
                .doesNotContain("7686a8", "76:86:a8", "76-86-a8", "1dcdaf");
    }

    /// A GUID is a serial number, too: of an address with ff-fe between, or of the vendor's own.
    @Test
    void namesMadeOfAGuidAreMaskedAsTheSerialNumberIs() {
        for (long guid : new long[] {0x90e2ba_fffe_7686a8L, 0x98039b03_00c3d8f2L}) {
            String text = HexFormat.of().toHexDigits(guid);
            String fours = text.replaceAll("(....)(?!$)", "$1:");
            FunctionDump device =
                    FunctionDump.builder()
                            .from(function(guid, 4096))
                            .addOtherName("ibx" + text)
                            .addUnread("80:00:00:48:" + text.replaceAll("(..)(?!$)", "$1:"))
                            .addUnread("node " + fours)
                            .build();

            FunctionDump masked = masked(device);

            String hidden = HexFormat.of().toHexDigits(serial(masked));
            assertThat(hidden).isNotEqualTo(text);
            assertThat(masked.otherNames()).containsExactly("ibx" + hidden);
            assertThat(masked.unread())
                    .containsExactly(
                            "80:00:00:48:" + hidden.replaceAll("(..)(?!$)", "$1:"),
                            "node " + hidden.replaceAll("(....)(?!$)", "$1:"));
        }
    }

    @Test
    void nothingIsLeftOfWhatWasReadInPart() {
        FunctionDump serial = function(0x90e2baffff7686a8L, 0x108);
        assertThat(masked(serial).configSpace().toBytes()).hasSize(0x108).endsWith(0, 0, 0, 0);
        FunctionDump vpd = function(1, 0x46);
        assertThat(masked(vpd).configSpace().toBytes()).hasSize(0x46).endsWith(0, 0);
    }
}
