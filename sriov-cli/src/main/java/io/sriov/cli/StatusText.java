package io.sriov.cli;

import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PortStatus;
import io.sriov.host.VfStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A PF and its VFs as `iovctl -L` of FreeBSD prints them, and lines of what other kernels tell
/// besides. Of parameters stands `?` where one is not known, and nothing where the driver does not
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
        out.append(" vfs=" + pf.numVfs() + "/" + pf.totalVfs());
        if (pf.mostVfs() < pf.totalVfs()) {
            out.append(" driver-limit=" + pf.mostVfs());
        }
        out.append('\n');
        linux(pf, out);
        for (VfStatus vf : pf.vfs()) {
            vf(vf, out);
        }
    }

    /// What FreeBSD does not tell.
    private static void linux(PfStatus pf, Appendable out) throws IOException {
        if (!pf.otherNames().isEmpty()) {
            out.append("\tnames: ").append(String.join(" ", pf.otherNames())).append('\n');
        }
        if (pf.iommu().isPresent()) {
            out.append("\tiommu: group=").append(pf.iommu().get().group());
            out.append(" others=").append(orNone(pf.iommu().get().others())).append('\n');
        }
        for (PortStatus port : pf.ports()) {
            out.append("\tport: pci-location=").append(port.address().toString());
            out.append(" ari=").append(port.ariForwarding().map(StatusText::yesNo).orElse("?"));
            out.append(" acs=");
            out.append(
                    port.acs()
                            .map(acs ->
                                    orNone(
                                            acs.stream()
                                                    .sorted()
                                                    .map(one ->
                                                            one.name()
                                                                    .toLowerCase(Locale.ROOT)
                                                                    .replace('_', '-'))
                                                    .toList()))
                            .orElse("?"));
            out.append('\n');
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
        if (vf.macAddress().isPresent()) {
            out.append("\t\t\tnetwork: interface=").append(vf.networkInterface().orElse("-"));
            out.append(" address=").append(vf.macAddress().get().toString()).append('\n');
        }
        if (vf.iommu().isPresent()) {
            out.append("\t\t\tiommu: group=").append(vf.iommu().get().group());
            out.append(" others=").append(orNone(vf.iommu().get().others())).append('\n');
        }
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

    private static String orNone(List<String> names) {
        return names.isEmpty() ? "none" : String.join(",", names);
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}
