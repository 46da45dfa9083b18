package io.sriov.driver;

import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Addresses for VFs that nobody has given one: the same every time, and on every host others.
///
/// ```java
/// MacAddress address = StableMac.of("0f1e2d3c4b5a69788796a5b4c3d2e1f0", pf, 0);
/// ```
///
/// An address is made of the machine's ID, where the PF sits and the VF's number, and of nothing
/// else: it stays when VFs are created again, when the host boots, when interfaces are renamed, and
/// changes when the card is put into another slot. It is locally administered and unicast (IEEE
/// 802-2014, 8.2.2). Two VFs of one PF never have the same one. Any two PFs, of one host or of two,
/// share addresses with a probability of 1 in 2^38 for each 256 of their VFs.
///
/// The ID does not follow from an address (HMAC-SHA256, RFC 2104), as machine-id(5) asks for.
/// Thread-safe.
public final class StableMac {
    private static final String ALGORITHM = "HmacSHA256";

    /// What else is made of machines' IDs is not made of this.
    private static final String PURPOSE = "io.sriov StableMac ";

    /// The lowest octet numbers the VFs of a block.
    private static final int BLOCK = 256;

    /// In the first octet: 1 for addresses that a network's administrator gives.
    private static final int LOCAL = 0x02;

    /// In the first octet: 1 for addresses of groups.
    private static final int GROUP = 0x01;

    private StableMac() {}

    /// {@return a VF's address}
    ///
    /// @param machineId what no other machine has: the text of `/etc/machine-id`, or of FreeBSD's
    ///   `kern.hostuuid`; white space around it does not count
    /// @param pf where the PF sits
    /// @param vf the VF's number, from 0
    /// @throws IllegalArgumentException when the ID is blank or the number negative
    public static MacAddress of(String machineId, PciAddress pf, int vf) {
        String id = machineId.strip();
        if (id.isEmpty() || vf < 0) {
            throw new IllegalArgumentException("machine ID '" + id + "', VF " + vf);
        }
        byte[] address =
                Arrays.copyOf(hash(id, PURPOSE + pf + " " + vf / BLOCK), MacAddress.LENGTH);
        address[0] = (byte) ((address[0] | LOCAL) & ~GROUP);
        address[MacAddress.LENGTH - 1] = (byte) (vf % BLOCK);
        return MacAddress.of(address);
    }

    private static byte[] hash(String key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
