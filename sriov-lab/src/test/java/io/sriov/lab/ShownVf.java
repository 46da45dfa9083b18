package io.sriov.lab;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What ip(8) shows of a VF, on the link of its PF.
///
/// @param mac its address
/// @param vlan its VLAN; 0 where there is none
/// @param qos the priority in it
/// @param protocol the VLAN's kind as ip(8) calls it; empty where it says nothing, which is 802.1Q
/// @param maxTxRate Mbit/s; 0 for no limit
/// @param spoofCheck whether spoof checking is on
/// @param trust whether the VF is trusted
record ShownVf(
        String mac,
        int vlan,
        int qos,
        String protocol,
        int maxTxRate,
        boolean spoofCheck,
        boolean trust) {
    private static final JsonMapper JSON = new JsonMapper();

    /// {@return the VFs of a PF's link, in order}
    static List<ShownVf> of(String link) {
        JsonNode shown = JSON.readTree(Program.run("ip", "-json", "link", "show", "dev", link));
        return StreamSupport.stream(shown.get(0).path("vfinfo_list").spliterator(), false)
                .map(ShownVf::of)
                .toList();
    }

    private static ShownVf of(JsonNode vf) {
        JsonNode vlan = vf.path("vlan_list").path(0);
        return new ShownVf(
                vf.get("address").asString(),
                vlan.path("vlan").asInt(0),
                vlan.path("qos").asInt(0),
                vlan.path("protocol").asString(""),
                vf.path("rate").path("max_tx").asInt(0),
                vf.get("spoofchk").asBoolean(),
                vf.get("trust").asBoolean());
    }

    /// {@return the same without its address, which drivers make up where none is given}
    ShownVf withoutMac() {
        return new ShownVf("", vlan, qos, protocol, maxTxRate, spoofCheck, trust);
    }
}
