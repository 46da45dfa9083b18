package io.sriov.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.Sriov;
import io.sriov.schema.ParameterValue;
import io.sriov.schema.VlanId;
import io.sriov.schema.config.IovConfig;
import io.sriov.scripted.Configs;
import io.sriov.scripted.ScriptedHost;
import io.sriov.scripted.ScriptedPf;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What plans say, to people and to programs.
class PlanTest {
    private final ScriptedHost host = new ScriptedHost();
    private final ScriptedPf pf = host.add("ix0", 8, Configs.SCHEMA);
    private final Sriov sriov = Sriov.open(host);

    private static IovConfig three() {
        return IovConfig.builder(Configs.SCHEMA, "ix0")
                .numVfs(3)
                .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                .build();
    }

    private static IovConfig two() {
        return IovConfig.builder(Configs.SCHEMA, "ix0")
                .numVfs(2)
                .pf("label", new ParameterValue.Text("left"))
                .vf(0, "mac-anti-spoof", ParameterValue.Bool.FALSE)
                .vf(0, "weight", new ParameterValue.Uint(-1))
                .build();
    }

    @Test
    void creation() {
        assertThat(sriov.plan(three()).toText())
                .isEqualTo(
                        """
                        ix0: 0 VFs now, 3 wanted
                        steps:
                          1. create 3 VFs of ix0
                        changes:
                          PF: created (num_vfs=3, device=ix0)
                          VF-0: created (passthrough=true, mac-anti-spoof=true, vlan=trunk)
                          VF-1..VF-2: created (passthrough=false, mac-anti-spoof=true, vlan=trunk)\
                        """);
    }

    @Test
    void replacementOfVfsInUse() {
        sriov.apply(sriov.plan(three()));
        pf.use(1, "guest vm1", true);
        pf.use(2, "jail web", false);

        Plan plan = sriov.plan(two());

        assertThat(plan.toText())
                .isEqualTo(
                        """
                        ix0: 3 VFs now, 2 wanted
                        steps:
                          1. destroy 3 VFs of ix0
                          2. create 2 VFs of ix0
                        changes:
                          PF: changed (num_vfs: 3 -> 2, label=left)
                          VF-0: changed (passthrough: true -> false, mac-anti-spoof: true -> false, weight=18446744073709551615)
                          VF-1: recreated
                          VF-2: removed (passthrough: false -> (unset), mac-anti-spoof: true -> (unset), vlan: trunk -> (unset))
                        VFs in use that would be destroyed:
                          VF-1 at 0000:03:10.2: guest vm1 (the kernel does not let go of it)
                          VF-2 at 0000:03:10.4: jail web
                        this cannot be done before those are stopped\
                        """);
        JsonNode json = JsonMapper.shared().readTree(plan.toJson());
        assertThat(json)
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"device":"ix0","empty":false,"current":{"numVfs":3},
                                         "wanted":{"numVfs":2},"previous":"known",
                                         "steps":[{"step":"destroy-vfs","numVfs":3},
                                                  {"step":"create-vfs","numVfs":2}],
                                         "differences":[
                                          {"device":"PF","change":"changed","parameters":[
                                            {"name":"num_vfs","before":3,"after":2},
                                            {"name":"label","after":"left"}]},
                                          {"device":"VF-0","change":"changed","parameters":[
                                            {"name":"passthrough","before":true,"after":false},
                                            {"name":"mac-anti-spoof","before":true,"after":false},
                                            {"name":"weight","after":18446744073709551615}]},
                                          {"device":"VF-1","change":"recreated","parameters":[]},
                                          {"device":"VF-2","change":"removed","parameters":[
                                            {"name":"passthrough","before":false},
                                            {"name":"mac-anti-spoof","before":true},
                                            {"name":"vlan","before":"trunk"}]}],
                                         "impact":{"destroyed":[0,1,2],
                                          "inUse":[
                                           {"vf":1,"uses":[{"holder":"guest vm1","exclusive":true}]},
                                           {"vf":2,"uses":[{"holder":"jail web","exclusive":false}]}],
                                          "consentNeeded":true,"blocked":true,"restorable":true},
                                         "notices":[]}\
                                        """));
    }

    @Test
    void removal() {
        pf.configureNow(three());

        Plan plan = sriov.planRemoval("ix0");

        assertThat(plan.toText())
                .isEqualTo(
                        """
                        ix0: 3 VFs now, 0 wanted
                        steps:
                          1. destroy 3 VFs of ix0
                        changes:
                          PF: removed
                          VF-0..VF-2: removed
                        the configuration in force is unknown and cannot be restored: nothing is recorded about the VFs that exist\
                        """);
        JsonNode json = JsonMapper.shared().readTree(plan.toJson());
        assertThat(json.get("wanted").isNull()).isTrue();
        assertThat(json.get("previous").asString()).isEqualTo("unknown");
        assertThat(json.get("impact").get("restorable").asBoolean()).isFalse();
    }

    @Test
    void nothing() {
        assertThat(sriov.planRemoval("ix0").toText())
                .isEqualTo("ix0: nothing to do: there are no VFs");
        sriov.apply(sriov.plan(three()));
        assertThat(sriov.plan(three()).toText())
                .isEqualTo("ix0: nothing to do: 3 VFs with this configuration");
    }

    @Test
    void nothingToDoWithOneVf() {
        IovConfig one = IovConfig.builder(Configs.SCHEMA, "ix0").numVfs(1).build();
        sriov.apply(sriov.plan(one));

        Plan plan = sriov.plan(one);

        assertThat(plan.toString()).isEqualTo("ix0: nothing to do: 1 VF with this configuration");
        assertThat(JsonMapper.shared().readTree(plan.toJson()))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"device":"ix0","empty":true,"current":{"numVfs":1},
                                         "wanted":{"numVfs":1},"previous":"known","steps":[],
                                         "differences":[],
                                         "impact":{"destroyed":[],"inUse":[],"consentNeeded":false,
                                          "blocked":false,"restorable":true},
                                         "notices":[]}\
                                        """));
    }

    @Test
    void attachmentOfSeveralDrivers() {
        sriov.apply(sriov.plan(three()));
        pf.attachNow(0, false);
        pf.attachNow(2, false);

        Plan plan = sriov.plan(three());

        assertThat(plan.toText())
                .isEqualTo(
                        """
                        ix0: 3 VFs now, 3 wanted
                        steps:
                          1. attach the drivers of 2 VFs of ix0
                        changes:
                          VF-0: attached
                          VF-2: attached\
                        """);
        JsonNode json = JsonMapper.shared().readTree(plan.toJson());
        assertThat(json.get("steps").toString())
                .isEqualTo("[{\"step\":\"attach-vfs\",\"vfs\":[0,2]}]");
        assertThat(json.get("differences").get(1).toString())
                .isEqualTo("{\"device\":\"VF-2\",\"change\":\"attached\",\"parameters\":[]}");
    }

    @Test
    void anAttachmentOfNothingIsNoStep() {
        assertThatThrownBy(() -> new Step.AttachVfs("ix0", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no VF is to be attached");
    }

    @Test
    void replacementThatTakesConsent() {
        sriov.apply(sriov.plan(three()));
        pf.use(1, "jail web", false);

        Plan plan = sriov.planRemoval("ix0").withNotices(List.of("one", "two"));

        assertThat(plan.toText())
                .endsWith(
                        """

                        VFs in use that would be destroyed:
                          VF-1 at 0000:03:10.2: jail web
                        this needs consent to destroy VFs in use
                        note: one
                        note: two\
                        """);
        JsonNode json = JsonMapper.shared().readTree(plan.toJson());
        assertThat(json.get("notices").toString()).isEqualTo("[\"one\",\"two\"]");
        assertThat(json.get("impact").get("consentNeeded").asBoolean()).isTrue();
        assertThat(json.get("impact").get("blocked").asBoolean()).isFalse();
    }

    @Test
    void aConfigurationThatNobodyKnowsIsToldToPrograms() {
        pf.configureNow(three());

        JsonNode json = JsonMapper.shared().readTree(sriov.planRemoval("ix0").toJson());

        assertThat(json.get("previous").asString()).isEqualTo("unknown");
        assertThat(json.get("previousReason").asString())
                .isEqualTo("nothing is recorded about the VFs that exist");
    }

    @Test
    void neighboursThatBecomeDifferentThingsDoNotShareALine() {
        sriov.apply(sriov.plan(three()));
        IovConfig other =
                IovConfig.builder(Configs.SCHEMA, "ix0")
                        .numVfs(5)
                        .vf(0, "passthrough", ParameterValue.Bool.TRUE)
                        .vf(1, "vlan", new ParameterValue.Vlan(new VlanId(17)))
                        .vf(2, "vlan", new ParameterValue.Vlan(new VlanId(18)))
                        .build();

        assertThat(sriov.plan(other).toText())
                .isEqualTo(
                        """
                        ix0: 3 VFs now, 5 wanted
                        steps:
                          1. destroy 3 VFs of ix0
                          2. create 5 VFs of ix0
                        changes:
                          PF: changed (num_vfs: 3 -> 5)
                          VF-0: recreated
                          VF-1: changed (vlan: trunk -> 17)
                          VF-2: changed (vlan: trunk -> 18)
                          VF-3..VF-4: created (passthrough=false, mac-anti-spoof=true, vlan=trunk)\
                        """);
    }

    @Test
    void differencesAreWrittenTheSameEverywhere() {
        Optional<ParameterValue> trunk = Optional.of(new ParameterValue.Vlan(VlanId.TRUNK));

        assertThat(new ParameterDifference("vlan", Optional.empty(), trunk))
                .hasToString("vlan=trunk");
        assertThat(new ParameterDifference("vlan", trunk, Optional.empty()))
                .hasToString("vlan: trunk -> (unset)");
        assertThat(new ParameterDifference("vlan", trunk, trunk))
                .hasToString("vlan: trunk -> trunk");
    }

    @Test
    void asManyVfsAsThereCanBe() {
        host.add("big0", 65535, Configs.SCHEMA);
        IovConfig config = IovConfig.builder(Configs.SCHEMA, "big0").numVfs(65535).build();

        Plan plan = sriov.plan(config);

        assertThat(plan.differences()).hasSize(65536);
        assertThat(plan.toText().lines().count()).isEqualTo(6);
        assertThat(plan.toJson()).contains("\"device\":\"VF-65534\"");
    }
}
