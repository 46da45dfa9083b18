package io.sriov.linux.netlink;

import io.sriov.ffm.Libc;
import io.sriov.ffm.Sockets;
import io.sriov.linux.sys.Retry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/// The links of the calling thread's network namespace, and what they hold about VFs. Thread-safe.
///
/// Every call opens a socket of its own. A call takes as long as the kernel, which works on one
/// change of links at a time, and a driver of its that talks to its device.
public final class Rtnetlink {
    private final Sockets sockets;
    private final Libc files;
    private final Retry retry;
    private final AtomicInteger sequence = new AtomicInteger();

    /// Creates it on a C library.
    ///
    /// @param sockets the sockets of the C library
    /// @param files the files of the C library
    /// @param retry how to try again what a VF in reset refuses
    public Rtnetlink(Sockets sockets, Libc files, Retry retry) {
        this.sockets = sockets;
        this.files = files;
        this.retry = retry;
    }

    /// {@return that of this machine}
    public static Rtnetlink system() {
        return new Rtnetlink(Sockets.system(), Libc.system(), Retry.OF_VF);
    }

    /// {@return what a link is}
    ///
    /// @param ifindex its index, positive
    /// @throws NetlinkException with ENODEV where there is no such link in this namespace
    public Link link(int ifindex) throws NetlinkException {
        return LinkReply.read(
                exchange(name(ifindex), LinkRequest.getLink(ifindex, next())), ifindex);
    }

    /// {@return the VFs of a PF's link}
    ///
    /// @param ifindex the link's index, positive
    /// @throws NetlinkException with ENODEV where there is no such link in this namespace
    public VfList vfs(int ifindex) throws NetlinkException {
        try {
            return VfListReply.read(
                    exchange(name(ifindex), LinkRequest.getVfs(ifindex, next())), ifindex);
        } catch (NetlinkRefusalException e) {
            if (e.number() == ErrnoNumber.EMSGSIZE) {
                return new VfList.Unknown(VfList.Reason.TOO_LONG, OptionalLong.empty());
            }
            throw e;
        }
    }

    /// Sets a link up or down, as `ip link set dev IFNAME up` does; one that is so already stays
    /// so.
    ///
    /// @param ifindex the link's index, positive
    /// @param up whether it is to be up
    /// @throws NetlinkRefusalException with EPERM without CAP_NET_ADMIN, ENODEV where there is no
    ///   such link in this namespace, or what the driver says
    /// @throws NetlinkException when the kernel cannot be asked
    public void setUp(int ifindex, boolean up) throws NetlinkException {
        exchange(name(ifindex), LinkRequest.setUp(ifindex, up, next()));
    }

    /// Waits until a link has a carrier; an interrupted thread does not wait, and stays
    /// interrupted.
    ///
    /// @param ifindex the link's index, positive
    /// @param patience how long to wait
    /// @return whether it has one
    /// @throws NetlinkException with ENODEV where there is no such link in this namespace
    public boolean awaitCarrier(int ifindex, Duration patience) throws NetlinkException {
        return retry.await(() -> link(ifindex).hasCarrier(), patience);
    }

    /// Changes something about a VF. EAGAIN and EBUSY are tried again.
    ///
    /// @param ifindex the index of the PF's link, positive
    /// @param vf the VF's number, from 0
    /// @param change what to change
    /// @throws NetlinkRefusalException with EOPNOTSUPP where the driver does not support it, EPERM
    ///   without CAP_NET_ADMIN, EINVAL where there is no such VF or the driver does not like the
    ///   value, ENODEV where there is no such link in this namespace
    /// @throws RateUnknownException when one rate is to be set and the other one is not known
    /// @throws NetlinkException when the kernel cannot be asked
    public void set(int ifindex, int vf, VfChange change) throws NetlinkException {
        if (vf < 0) {
            throw new IllegalArgumentException("no VF: " + vf);
        }
        String object = "VF " + vf + " of " + name(ifindex);
        retry.run(
                NetlinkException.class,
                e -> e instanceof NetlinkRefusalException refusal && refusal.transientFailure(),
                () -> {
                    VfSetting setting =
                            switch (change) {
                                case VfSetting whole -> whole;
                                case VfChange.MinTxRate(long min) ->
                                        new VfSetting.TxRate(
                                                min, current(ifindex, vf, object, false));
                                case VfChange.MaxTxRate(long max) ->
                                        new VfSetting.TxRate(
                                                current(ifindex, vf, object, true), max);
                            };
                    exchange(object, LinkRequest.set(ifindex, vf, setting, next()));
                });
    }

    private long current(int ifindex, int vf, String object, boolean min) throws NetlinkException {
        List<VfLink> vfs =
                vfs(ifindex) instanceof VfList.Complete(List<VfLink> all) ? all : List.of();
        return vfs.stream()
                .filter(entry -> entry.index() == vf)
                .flatMap(entry -> (min ? entry.minTxRate() : entry.maxTxRate()).value().stream())
                .findFirst()
                .orElseThrow(() -> new RateUnknownException(object));
    }

    private NlMessage exchange(String object, LinkRequest request) throws NetlinkException {
        try (NetlinkSocket socket =
                NetlinkSocket.open(sockets, files, NetlinkSocket.NETLINK_ROUTE, object)) {
            return socket.exchange(request);
        }
    }

    private static String name(int ifindex) {
        return "link " + ifindex;
    }

    private int next() {
        return sequence.incrementAndGet();
    }
}
