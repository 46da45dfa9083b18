package io.sriov.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.sriov.pci.ConfigSpaceImage;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
}
