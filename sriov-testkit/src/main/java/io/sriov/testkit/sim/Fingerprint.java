package io.sriov.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Tells one machine from another, by all that is described: but for drivers that are programs.
final class Fingerprint {
    private static final String ALGORITHM = "SHA-256";

    private Fingerprint() {}

    static String of(SimulatedMachine machine) {
        List<Object> parts = new ArrayList<>();
        parts.addAll(
                List.of(
                        machine.domain(),
                        machine.seed(),
                        machine.pageShift(),
                        machine.maxConfig(),
                        machine.enableAri(),
                        machine.vmm(),
                        machine.knowsVlan(),
                        machine.furtherTypes(),
                        machine.ports(),
                        machine.switches()));
        for (PfDefinition pf : machine.pfs()) {
            parts.addAll(
                    List.of(
                            pf.device(),
                            pf.otherNames(),
                            pf.hardware(),
                            pf.bus(),
                            pf.function(),
                            pf.numaNode(),
                            pf.interfaceUp(),
                            pf.vfDriver(),
                            pf.schema(),
                            pf.quirks()));
        }
        try {
            byte[] text = parts.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(ALGORITHM).digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
