package io.sriov.cli;

import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import java.io.IOException;
import java.util.Optional;

/// A PF and its VFs as `iovctl -L` of FreeBSD prints them, and what a kernel tells of parameters
/// besides, which FreeBSD's does not: `?` where one is not known, nothing where a driver does not
/// report it.
final class StatusText {
    private static final int INDEX_WIDTH = 3;

    private StatusText() {}

    /// Prints a PF's status.
    ///
    /// @param pf the status
    /// @param out where to
    /// @throws IOException when `out` fails
    static void write(PfStatus pf, Appendable out) throws IOException {
        out.append(pf.device()).append(":\n");
        out.append("\tidentity: pci-location=").append(pf.location()).append('\n');
        out.append("\tsriov: enabled=").append(yesNo(pf.enabled()));
        out.append(" vfs=" + pf.numVfs() + "/" + pf.totalVfs()).append('\n');
        for (VfStatus vf : pf.vfs()) {
            vf(vf, out);
        }
    }

    private static void vf(VfStatus vf, Appendable out) throws IOException {
        String index = Integer.toString(vf.index());
        out.append("\t\tvf ").append(" ".repeat(Math.max(0, INDEX_WIDTH - index.length())));
        out.append(index).append(":\n");
        out.append("\t\t\tidentity: pci-location=").append(vf.location()).append('\n');
        out.append("\t\t\thost: attached=").append(yesNo(vf.attached()));
        Optional<String> driver = vf.driver();
        if (driver.isPresent()) {
            out.append(" driver=").append(driver.get());
        }
        out.append(" passthrough=").append(yesNo(vf.passthrough())).append('\n');
        if (!vf.parameters().isEmpty()) {
            out.append("\t\t\tparameters:");
            for (ParameterReading reading : vf.parameters()) {
                if (reading.state() != ParameterReading.State.UNSUPPORTED) {
                    out.append(' ').append(reading.parameter()).append('=');
                    out.append(reading.isKnown() ? reading.text() : "?");
                }
            }
            out.append('\n');
        }
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}
