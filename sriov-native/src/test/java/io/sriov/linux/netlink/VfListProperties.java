package io.sriov.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Lists of VFs as the kernel makes them: complete exactly when they are right.
class VfListProperties {
    private static final int LONGEST = 0xffff;

    private static VfList read(long numVfs, List<byte[]> entries) throws MalformedMessageException {
        return read(KernelReply.pf(KernelReply.SEQUENCE, numVfs, entries));
    }

    private static VfList read(byte[] datagram) throws MalformedMessageException {
        return VfListReply.read(NlMessage.parse(datagram).getFirst(), KernelReply.IFINDEX);
    }

    private static VfList.Complete complete(int vfs, boolean guids) {
        return new VfList.Complete(
                IntStream.range(0, vfs).mapToObj(vf -> KernelReply.expected(vf, guids)).toList());
    }

    private static VfList.Unknown unknown(VfList.Reason reason, long numVfs) {
        return new VfList.Unknown(reason, OptionalLong.of(numVfs));
    }

    @Property(tries = 300)
    void completeExactlyWhenTheListFits(
            @ForAll @IntRange(max = 1024) int vfs,
            @ForAll boolean statistics,
            @ForAll boolean guids)
            throws MalformedMessageException {
        // Bytes of an entry, as rtnl_vfinfo_size adds them up.
        int size = 196 + (statistics ? 100 : 0) + (guids ? 40 : 0);
        VfList list = read(vfs, KernelReply.entries(vfs, statistics, guids));
        if (4 + vfs * size <= LONGEST) {
            assertThat(list).isEqualTo(complete(vfs, guids));
        } else {
            assertThat(list).isEqualTo(unknown(VfList.Reason.TOO_MANY, vfs));
        }
    }

    /// A driver may fail to describe a VF, which the kernel then leaves out.
    @Property(tries = 200)
    void aListWithAVfMissingIsNotTaken(
            @ForAll @IntRange(min = 1, max = 300) int vfs, @ForAll Random random)
            throws MalformedMessageException {
        var entries = new ArrayList<>(KernelReply.entries(vfs, false, false));
        entries.remove(random.nextInt(vfs));
        assertThat(read(vfs, entries)).isEqualTo(unknown(VfList.Reason.INCONSISTENT, vfs));
    }

    @Property(tries = 200)
    void aListWithAVfTwiceIsNotTaken(
            @ForAll @IntRange(min = 2, max = 300) int vfs, @ForAll Random random)
            throws MalformedMessageException {
        var entries = new ArrayList<>(KernelReply.entries(vfs, false, false));
        int twice = random.nextInt(vfs);
        entries.set((twice + 1 + random.nextInt(vfs - 1)) % vfs, entries.get(twice));
        assertThat(read(vfs, entries)).isEqualTo(unknown(VfList.Reason.INCONSISTENT, vfs));
    }

    @Property(tries = 200)
    void aListOfAnotherLengthThanTheNumberOfVfsIsNotTaken(
            @ForAll @IntRange(max = 300) int vfs, @ForAll @IntRange(max = 300) int claimed)
            throws MalformedMessageException {
        VfList list = read(claimed, KernelReply.entries(vfs, false, false));
        if (vfs == claimed) {
            assertThat(list).isEqualTo(complete(vfs, false));
        } else {
            assertThat(list).isEqualTo(unknown(VfList.Reason.INCONSISTENT, claimed));
        }
    }

    @Property(tries = 100)
    void theOrderOfVfsIsThatOfTheirNumbers(
            @ForAll @IntRange(min = 1, max = 277) int vfs, @ForAll Random random)
            throws MalformedMessageException {
        var entries = new ArrayList<>(KernelReply.entries(vfs, false, true));
        Collections.shuffle(entries, random);
        assertThat(read(vfs, entries)).isEqualTo(complete(vfs, true));
    }

    @Example
    void aLinkWithoutADeviceHasNoVfs() throws MalformedMessageException {
        assertThat(read(KernelReply.link(1))).isEqualTo(complete(0, false));
    }

    @Example
    void aDriverThatDoesNotTellIsNotADeviceWithoutVfs() throws MalformedMessageException {
        byte[] number = KernelReply.attribute(21, KernelReply.ints(4));
        assertThat(read(KernelReply.link(1, number)))
                .isEqualTo(unknown(VfList.Reason.NOT_REPORTED, 4));
        byte[] none = KernelReply.attribute(21, KernelReply.ints(0));
        assertThat(read(KernelReply.link(1, none))).isEqualTo(complete(0, false));
    }

    @Example
    void aListWithoutANumberBeforeItIsNotTaken() throws MalformedMessageException {
        byte[] list =
                KernelReply.attribute(22, KernelReply.join(KernelReply.entries(2, false, false)));
        byte[] number = KernelReply.attribute(21, KernelReply.ints(2));
        assertThat(read(KernelReply.link(1, list, number)))
                .isEqualTo(new VfList.Unknown(VfList.Reason.INCONSISTENT, OptionalLong.empty()));
    }

    /// 43 000 VFs of 196 bytes: the length wraps to less than a header's, which is an error
    /// anywhere else.
    @Example
    void aLengthThatWrapsToNothingIsNotAnError() throws MalformedMessageException {
        int size = 196;
        long vfs = 1;
        while (((4 + vfs * size) & LONGEST) >= 4) {
            vfs++;
        }
        List<byte[]> few = KernelReply.entries(3, false, false);
        byte[] reply = KernelReply.pf(1, vfs, few);
        int list = reply.length - (4 + 3 * size) - 20;
        assertThat(reply[list + 2]).isEqualTo((byte) 22);
        reply[list] = (byte) (4 + vfs * size);
        reply[list + 1] = 0;
        assertThat(read(reply)).isEqualTo(unknown(VfList.Reason.TOO_MANY, vfs));
    }
}
