package io.sriov.cli;

import io.sriov.host.HandOver;
import io.sriov.host.IommuMembership;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.PortStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A PF and its VFs for programs.
///
/// ```json
/// {"device":"ix0","pciLocation":"pci0:3:0:0","address":"0000:03:00.0","vendorId":"0x8086","deviceId":"0x10fb",
///  "driver":"ix","enabled":true,"numVfs":1,"totalVfs":64,"driverLimit":63,"limitedBy":"driver","ari":true,"numaNode":0,
///  "otherNames":["enp3s0"],"iommu":{"group":"12","others":[]},
///  "ports":[{"address":"0000:00:1c.0","ariForwarding":true,"acs":["SOURCE_VALIDATION"]}],
///  "vfs":[{"index":0,"pciLocation":"pci0:3:0:128","address":"0000:03:10.0","attached":true,"driver":"ixv0",
///          "passthrough":false,"networkInterface":"ixv0","macAddress":"02:00:00:00:00:01",
///          "parameters":{"vlan":{"state":"known","value":"10"},
///                        "rss-query":{"state":"unsupported","reason":"driver igb does not report it"}},
///          "handOvers":[{"to":"jail","text":"vnet.interface = \"ixv0\";"}],"uses":[{"holder":"interface ixv0 is up","exclusive":false}]}]}
/// ```
///
/// `driverLimit`, `limitedBy`, `ari`, and `iommu` and `ports` with what is in them, are left out
/// where they are not known; `numaNode` and a VF's `driver`, `networkInterface` and `macAddress`
/// where there is none; `parameters` where the kernel gives none back.
final class StatusJson {
    private StatusJson() {}

    /// Writes a PF's status as one object.
    ///
    /// @param pf the status
    /// @param json where to
    static void write(PfStatus pf, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("device", pf.device());
        json.writeStringProperty("pciLocation", pf.location());
        json.writeStringProperty("address", pf.address().toString());
        json.writeStringProperty("vendorId", id(pf.vendorId()));
        json.writeStringProperty("deviceId", id(pf.deviceId()));
        json.writeStringProperty("driver", pf.driver());
        json.writeBooleanProperty("enabled", pf.enabled());
        json.writeNumberProperty("numVfs", pf.numVfs());
        json.writeNumberProperty("totalVfs", pf.totalVfs());
        pf.driverLimit().ifPresent(most -> json.writeNumberProperty("driverLimit", most));
        pf.limitedBy()
                .ifPresent(limit ->
                        json.writeStringProperty(
                                "limitedBy", limit.name().toLowerCase(Locale.ROOT)));
        pf.ari().ifPresent(ari -> json.writeBooleanProperty("ari", ari));
        pf.numaNode().ifPresent(node -> json.writeNumberProperty("numaNode", node));
        strings("otherNames", pf.otherNames(), json);
        pf.iommu().ifPresent(iommu -> iommu(iommu, json));
        if (!pf.ports().isEmpty()) {
            ports(pf.ports(), json);
        }
        json.writeArrayPropertyStart("vfs");
        for (VfStatus vf : pf.vfs()) {
            vf(vf, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void strings(String name, List<String> values, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void iommu(IommuMembership iommu, JsonGenerator json) {
        json.writeObjectPropertyStart("iommu");
        json.writeStringProperty("group", iommu.group());
        strings("others", iommu.others(), json);
        json.writeEndObject();
    }

    private static void ports(List<PortStatus> ports, JsonGenerator json) {
        json.writeArrayPropertyStart("ports");
        for (PortStatus port : ports) {
            json.writeStartObject();
            json.writeStringProperty("address", port.address().toString());
            port.ariForwarding().ifPresent(ari -> json.writeBooleanProperty("ariForwarding", ari));
            port.acs()
                    .ifPresent(acs ->
                            strings("acs", acs.stream().map(Enum::name).sorted().toList(), json));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void vf(VfStatus vf, JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("index", vf.index());
        json.writeStringProperty("pciLocation", vf.location());
        json.writeStringProperty("address", vf.address().toString());
        json.writeBooleanProperty("attached", vf.attached());
        vf.driver().ifPresent(driver -> json.writeStringProperty("driver", driver));
        json.writeBooleanProperty("passthrough", vf.passthrough());
        vf.iommu().ifPresent(iommu -> iommu(iommu, json));
        vf.networkInterface().ifPresent(name -> json.writeStringProperty("networkInterface", name));
        vf.macAddress()
                .ifPresent(address -> json.writeStringProperty("macAddress", address.toString()));
        if (!vf.parameters().isEmpty()) {
            json.writeObjectPropertyStart("parameters");
            for (ParameterReading reading : vf.parameters()) {
                json.writeObjectPropertyStart(reading.parameter());
                json.writeStringProperty("state", reading.state().name().toLowerCase(Locale.ROOT));
                json.writeStringProperty(reading.isKnown() ? "value" : "reason", reading.text());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("handOvers");
        for (HandOver handOver : vf.handOvers()) {
            json.writeStartObject();
            json.writeStringProperty("to", handOver.taker().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("text", handOver.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("uses");
        for (VfUse use : vf.uses()) {
            json.writeStartObject();
            json.writeStringProperty("holder", use.holder());
            json.writeBooleanProperty("exclusive", use.exclusive());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String id(int id) {
        return String.format("0x%04x", id);
    }
}
