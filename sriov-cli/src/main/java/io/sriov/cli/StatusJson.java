package io.sriov.cli;

import io.sriov.host.HandOver;
import io.sriov.host.ParameterReading;
import io.sriov.host.PfStatus;
import io.sriov.host.VfStatus;
import io.sriov.host.VfUse;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// A PF and its VFs for programs.
///
/// ```json
/// {"device":"ix0","pciLocation":"pci0:3:0:0","address":"0000:03:00.0","vendorId":"0x8086","deviceId":"0x10fb",
///  "driver":"ix","enabled":true,"numVfs":1,"totalVfs":64,"ari":true,"numaNode":0,
///  "vfs":[{"index":0,"pciLocation":"pci0:3:0:128","address":"0000:03:10.0","attached":true,"driver":"ixv0",
///          "passthrough":false,"networkInterface":"ixv0","macAddress":"02:00:00:00:00:01",
///          "parameters":{"vlan":{"state":"known","value":"10"},
///                        "rss-query":{"state":"unsupported","reason":"driver igb does not report it"}},
///          "handOvers":[{"to":"jail","text":"vnet.interface = \"ixv0\";"}],"uses":[{"holder":"interface ixv0 is up","exclusive":false}]}]}
/// ```
///
/// `ari` is left out where it is not known; `numaNode` and a VF's `driver`, `networkInterface` and
/// `macAddress` where there is none; `parameters` where the kernel gives none back.
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
        pf.ari().ifPresent(ari -> json.writeBooleanProperty("ari", ari));
        pf.numaNode().ifPresent(node -> json.writeNumberProperty("numaNode", node));
        json.writeArrayPropertyStart("vfs");
        for (VfStatus vf : pf.vfs()) {
            vf(vf, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void vf(VfStatus vf, JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("index", vf.index());
        json.writeStringProperty("pciLocation", vf.location());
        json.writeStringProperty("address", vf.address().toString());
        json.writeBooleanProperty("attached", vf.attached());
        vf.driver().ifPresent(driver -> json.writeStringProperty("driver", driver));
        json.writeBooleanProperty("passthrough", vf.passthrough());
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
