package io.sriov.linux.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;

/// A request to a family of generic netlink: `include/uapi/linux/genetlink.h`, `devlink.h`.
/// Thread-safe.
final class GenericRequest implements NlRequest {
    /// What such a message begins with:
    ///
    /// ```c
    /// struct genlmsghdr {
    ///     __u8  cmd;
    ///     __u8  version;
    ///     __u16 reserved;
    /// };
    /// ```
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                            JAVA_BYTE.withName("cmd"),
                            JAVA_BYTE.withName("version"),
                            JAVA_SHORT.withName("reserved"))
                    .withName("genlmsghdr");

    static final long COMMAND = offset("cmd");
    static final long VERSION = offset("version");

    /// `GENL_ID_CTRL`: the family that knows the others.
    static final int CONTROLLER = 16;

    /// `CTRL_CMD_GETFAMILY`: asks what a family is.
    static final int GET_FAMILY = 3;

    /// `CTRL_ATTR_FAMILY_ID`: the type of a family's messages, 16 bits.
    static final int FAMILY_ID = 1;

    /// `CTRL_ATTR_FAMILY_NAME`: text.
    static final int FAMILY_NAME = 2;

    /// `DEVLINK_GENL_NAME`.
    static final String DEVLINK = "devlink";

    /// `DEVLINK_GENL_VERSION`.
    static final int DEVLINK_VERSION = 1;

    /// `DEVLINK_CMD_ESWITCH_GET`: asks for the mode of a device's eswitch.
    static final int ESWITCH_GET = 29;

    /// `DEVLINK_ATTR_BUS_NAME`: text, `pci`.
    static final int BUS_NAME = 1;

    /// `DEVLINK_ATTR_DEV_NAME`: text, the device's name on that bus.
    static final int DEV_NAME = 2;

    /// `DEVLINK_ATTR_ESWITCH_MODE`: [EswitchMode], 16 bits.
    static final int ESWITCH_MODE = 25;

    /// The version of the controller's messages: `genl_ctrl` in `net/netlink/genetlink.c`.
    private static final int CONTROLLER_VERSION = 2;

    private final byte[] message;
    private final int sequence;

    private GenericRequest(NlWriter writer, int sequence) {
        this.message = writer.toBytes();
        this.sequence = sequence;
    }

    /// {@return a question for a family}
    ///
    /// @param name its name
    /// @param sequence the request's number
    static GenericRequest family(String name, int sequence) {
        NlWriter writer = begin(CONTROLLER, GET_FAMILY, CONTROLLER_VERSION, sequence);
        text(writer, FAMILY_NAME, name);
        return new GenericRequest(writer, sequence);
    }

    /// {@return a question for the eswitch of a device}
    ///
    /// @param family the number of the family [#DEVLINK]
    /// @param bus the bus that the device is on, `pci`
    /// @param device the device's name there, `0000:03:00.0`
    /// @param sequence the request's number
    static GenericRequest eswitch(int family, String bus, String device, int sequence) {
        NlWriter writer = begin(family, ESWITCH_GET, DEVLINK_VERSION, sequence);
        text(writer, BUS_NAME, bus);
        text(writer, DEV_NAME, device);
        return new GenericRequest(writer, sequence);
    }

    private static NlWriter begin(int family, int command, int version, int sequence) {
        var writer = new NlWriter(family, NlMessage.F_REQUEST, sequence);
        MemorySegment header = writer.append(LAYOUT.byteSize());
        header.set(JAVA_BYTE, COMMAND, (byte) command);
        header.set(JAVA_BYTE, VERSION, (byte) version);
        return writer;
    }

    private static void text(NlWriter writer, int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment value = writer.attribute(type, bytes.length + 1L);
        MemorySegment.copy(bytes, 0, value, JAVA_BYTE, 0, bytes.length);
    }

    private static long offset(String member) {
        return LAYOUT.byteOffset(PathElement.groupElement(member));
    }

    @Override
    public byte[] message() {
        return message.clone();
    }

    @Override
    public int sequence() {
        return sequence;
    }

    @Override
    public String attributeAt(long offset) {
        return "offset " + offset;
    }
}
