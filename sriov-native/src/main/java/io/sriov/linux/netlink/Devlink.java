package io.sriov.linux.netlink;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What the kernel's devlink tells of the calling thread's network namespace. Thread-safe.
///
/// Every call opens sockets of its own, and takes as long as the device's driver.
public final class Devlink {
    private final Sockets sockets;
    private final Libc files;
    private final AtomicInteger sequence = new AtomicInteger();

    /// Creates it on a C library.
    ///
    /// @param sockets the sockets of the C library
    /// @param files the files of the C library
    public Devlink(Sockets sockets, Libc files) {
        this.sockets = sockets;
        this.files = files;
    }

    /// {@return that of this machine}
    public static Devlink system() {
        return new Devlink(Sockets.system(), Libc.system());
    }

    /// {@return the mode of a device's eswitch; empty where it is not known: there is no devlink,
    /// no such device or no eswitch, or this process may not ask (CAP_NET_ADMIN)}
    ///
    /// @param bus the bus that the device is on, `pci`
    /// @param device the device's name there, `0000:03:00.0`
    public Optional<EswitchMode> eswitchMode(String bus, String device) {
        try {
            int family = family(GenericRequest.DEVLINK);
            String object = bus + "/" + device;
            Optional<NlBytes> mode =
                    attribute(
                            exchange(
                                    object,
                                    GenericRequest.eswitch(
                                            family, bus, device, sequence.incrementAndGet())),
                            family,
                            GenericRequest.ESWITCH_MODE);
            return mode.isEmpty() ? Optional.empty() : EswitchMode.of(mode.get().u16(0));
        } catch (NetlinkException _) {
            return Optional.empty();
        }
    }

    /// {@return the number of a family, which the kernel gives it when it is loaded}
    ///
    /// @param name its name
    /// @throws NetlinkException with ENOENT where there is no such family
    int family(String name) throws NetlinkException {
        NlMessage answer = exchange(name, GenericRequest.family(name, sequence.incrementAndGet()));
        Optional<NlBytes> id =
                attribute(answer, GenericRequest.CONTROLLER, GenericRequest.FAMILY_ID);
        if (id.isEmpty()) {
            throw new MalformedMessageException(0, "family " + name + " has no number");
        }
        return id.get().u16(0);
    }

    private static Optional<NlBytes> attribute(NlMessage answer, int family, int type)
            throws MalformedMessageException {
        if (answer.type() != family) {
            throw new MalformedMessageException(
                    0, "a message of type " + answer.type() + " answers family " + family);
        }
        var attributes = new NlAttributes(answer.payload().from(GenericRequest.LAYOUT.byteSize()));
        for (NlAttribute attribute : attributes.all()) {
            if (attribute.type() == type) {
                return Optional.of(attribute.payload());
            }
        }
        return Optional.empty();
    }

    private NlMessage exchange(String object, GenericRequest request) throws NetlinkException {
        try (NetlinkSocket socket =
                NetlinkSocket.open(sockets, files, NetlinkSocket.NETLINK_GENERIC, object)) {
            return socket.exchange(request);
        }
    }
}
