package io.sriov.testkit.freebsd;

import io.sriov.testkit.sim.ListedFunction;
import io.sriov.testkit.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The kernel's variables, as sysctl(8) shows them.
///
/// @param kernel the kernel
/// @param release what it is
/// @param securelevel its security level
/// @param ports PFs that are named after ports
record KernelVariables(
        SimulatedKernel kernel, FreeBsdRelease release, int securelevel, List<PortNode> ports) {

    /// {@return the value of a variable; empty where there is none}
    Optional<byte[]> read(String name) {
        return switch (name) {
            case "kern.ostype" -> text("FreeBSD");
            case "kern.osrelease" -> text(release.release());
            case "kern.securelevel" -> number(securelevel);
            case "hw.pagesize" -> number(1 << kernel.pageShift());
            case "hw.pci.iov_max_config" ->
                    Optional.of(
                            ByteBuffer.allocate(Long.BYTES)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(kernel.maxConfig())
                                    .array());
            default -> device(name);
        };
    }

    /// `dev.ix.0.%location` and its like.
    private Optional<byte[]> device(String name) {
        for (PortNode node : ports) {
            Optional<byte[]> value = port(node, name);
            if (value.isPresent()) {
                return value;
            }
        }
        for (ListedFunction function : kernel.pciFunctions()) {
            if (!function.driver().isEmpty()) {
                String prefix = "dev." + function.driver() + "." + function.unit() + ".";
                if (name.equals(prefix + "%location")) {
                    return text(location(PciFile.Selector.of(function)));
                }
                if (name.equals(prefix + "%domain") && function.numaNode().isPresent()) {
                    return number(function.numaNode().getAsInt());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> port(PortNode node, String name) {
        PciFile.Selector pf =
                kernel.pciFunctions().stream()
                        .filter(function ->
                                (function.driver() + function.unit()).equals(node.device()))
                        .findFirst()
                        .map(PciFile.Selector::of)
                        .orElseThrow();
        if (name.equals(variable(node.port(), "%parent"))) {
            return text(node.card());
        }
        if (name.equals(variable(node.port(), "%location"))) {
            return text("port=" + pf.function());
        }
        if (name.equals(variable(node.card(), "%location"))) {
            return text(location(new PciFile.Selector(pf.domain(), pf.bus(), pf.device(), 4)));
        }
        return Optional.empty();
    }

    private static String variable(String device, String leaf) {
        String driver = device.replaceFirst("[0-9]+$", "");
        return "dev." + driver + "." + device.substring(driver.length()) + "." + leaf;
    }

    private static String location(PciFile.Selector at) {
        return "slot=" + at.device() + " function=" + at.function() + " dbsf=" + at;
    }

    private static Optional<byte[]> text(String value) {
        return Optional.of((value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> number(int value) {
        return Optional.of(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array());
    }
}
