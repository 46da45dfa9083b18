package io.sriov.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sriov.host.HandOver.Taker;
import io.sriov.pci.PciAddress;
import io.sriov.schema.MacAddress;
import io.sriov.schema.VlanId;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HandOverTest {
    private static final PciAddress VF = PciAddress.parse("0000:03:10.2");

    /// As Intel's Volume Management Device numbers them.
    private static final PciAddress FAR = PciAddress.parse("10000:02:05.0");

    private static final MacAddress MAC = MacAddress.parse("02:56:48:7e:d9:f7").orElseThrow();

    @BeforeAll
    static void readXml() {
        HandOverTest.class
                .getModule()
                .addReads(ModuleLayer.boot().findModule("java.xml").orElseThrow());
    }

    @Test
    void qemuIsGivenTheAddress() {
        assertThat(HandOver.toQemu(VF))
                .isEqualTo(new HandOver(Taker.QEMU, "vfio-pci,host=0000:03:10.2"));
        assertThat(HandOver.toQemu(PciAddress.parse("ffff:ff:1f.7")).text())
                .isEqualTo("vfio-pci,host=ffff:ff:1f.7");
    }

    @Test
    void qemuIsGivenTheDirectoryWhereItKnowsNoSuchAddress() {
        assertThat(HandOver.toQemu(FAR).text())
                .isEqualTo("vfio-pci,sysfsdev=/sys/bus/pci/devices/10000:02:05.0");
    }

    @Test
    void qemuIsGivenTheToken() {
        UUID token = UUID.fromString("bd8d9d2b-5a5f-4f5a-a211-f591514ba1f3");
        assertThat(HandOver.toQemu(VF, token).text())
                .isEqualTo(
                        "vfio-pci,host=0000:03:10.2,vf-token=bd8d9d2b-5a5f-4f5a-a211-f591514ba1f3");
    }

    @Test
    void libvirtIsGivenAFunction() throws Exception {
        HandOver handOver = HandOver.toLibvirtHostdev(VF);
        assertThat(handOver.taker()).isEqualTo(Taker.LIBVIRT);
        Element hostdev = parse(handOver);
        assertThat(hostdev.getTagName()).isEqualTo("hostdev");
        assertThat(attributes(hostdev))
                .isEqualTo(Map.of("mode", "subsystem", "type", "pci", "managed", "no"));
        Element address = only(only(hostdev, "source"), "address");
        assertThat(attributes(address))
                .isEqualTo(
                        Map.of(
                                "domain",
                                "0x0000",
                                "bus",
                                "0x03",
                                "slot",
                                "0x10",
                                "function",
                                "0x2"));
    }

    @Test
    void libvirtIsGivenADomainOfAnyLength() throws Exception {
        Element address = only(only(parse(HandOver.toLibvirtHostdev(FAR)), "source"), "address");
        assertThat(attributes(address)).containsEntry("domain", "0x10000");
    }

    @Test
    void libvirtIsGivenAnInterface() throws Exception {
        Element network =
                parse(
                        HandOver.toLibvirtInterface(
                                VF, Optional.of(MAC), Optional.of(new VlanId(42))));
        assertThat(network.getTagName()).isEqualTo("interface");
        assertThat(attributes(network)).isEqualTo(Map.of("type", "hostdev", "managed", "no"));
        assertThat(attributes(only(network, "mac")))
                .isEqualTo(Map.of("address", "02:56:48:7e:d9:f7"));
        assertThat(attributes(only(only(network, "vlan"), "tag"))).isEqualTo(Map.of("id", "42"));
        assertThat(attributes(only(only(network, "source"), "address")))
                .isEqualTo(
                        Map.of(
                                "type",
                                "pci",
                                "domain",
                                "0x0000",
                                "bus",
                                "0x03",
                                "slot",
                                "0x10",
                                "function",
                                "0x2"));
    }

    @Test
    void whatIsNotGivenIsNotInTheInterface() throws Exception {
        Element network =
                parse(HandOver.toLibvirtInterface(VF, Optional.empty(), Optional.empty()));
        assertThat(network.getElementsByTagName("*").getLength()).isEqualTo(2);
        only(only(network, "source"), "address");
    }

    @Test
    void everyVlanIsNoTag() throws Exception {
        assertThat(
                        parse(
                                        HandOver.toLibvirtInterface(
                                                VF, Optional.empty(), Optional.of(VlanId.TRUNK)))
                                .getElementsByTagName("vlan")
                                .getLength())
                .isZero();
    }

    @Test
    void aMulticastAddressIsNoVfsOwn() {
        Optional<MacAddress> multicast = MacAddress.parse("01:00:5e:00:00:01");
        assertThatThrownBy(() -> HandOver.toLibvirtInterface(VF, multicast, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("01:00:5e:00:00:01");
    }

    private static Element parse(HandOver handOver) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(handOver.text())))
                .getDocumentElement();
    }

    private static Element only(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        assertThat(found.getLength()).as(name).isOne();
        Element element = (Element) found.item(0);
        assertThat(element.getParentNode()).isSameAs(parent);
        return element;
    }

    private static Map<String, String> attributes(Element element) {
        Map<String, String> attributes = new TreeMap<>();
        NamedNodeMap nodes = element.getAttributes();
        for (int i = 0; i < nodes.getLength(); i++) {
            attributes.put(nodes.item(i).getNodeName(), nodes.item(i).getNodeValue());
        }
        return attributes;
    }
}
