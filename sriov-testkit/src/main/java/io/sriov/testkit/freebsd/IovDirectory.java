package io.sriov.testkit.freebsd;

import io.sriov.host.Errno;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// `/dev/iov`, open: a directory in the form of FreeBSD 12 and later (`struct dirent` in
/// `sys/sys/dirent.h`). Between the names is an entry that has been removed, as there may be in any
/// directory; its file number is 0.
final class IovDirectory implements OpenFile {
    private static final int HEADER = 24;
    private static final int DIRECTORY = 4;
    private static final int CHARACTER_DEVICE = 2;

    private final Deque<byte[]> left = new ArrayDeque<>();

    IovDirectory(List<String> nodes) {
        add(1, DIRECTORY, ".");
        add(2, DIRECTORY, "..");
        add(0, CHARACTER_DEVICE, "removed0");
        for (String node : nodes) {
            add(left.size(), CHARACTER_DEVICE, node);
        }
    }

    private void add(long file, int type, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int length = (HEADER + text.length + 1 + 7) & ~7;
        ByteBuffer entry = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putLong(file);
        entry.putLong(left.size() + 1L);
        entry.putShort((short) length);
        entry.put((byte) type);
        entry.put((byte) 0);
        entry.putShort((short) text.length);
        entry.putShort((short) 0);
        entry.put(text);
        left.add(entry.array());
    }

    @Override
    public byte[] entries(int most) throws KernelErrorException {
        var entries = new ByteArrayOutputStream();
        while (!left.isEmpty() && entries.size() + left.element().length <= most) {
            entries.writeBytes(left.remove());
        }
        if (entries.size() == 0 && !left.isEmpty()) {
            throw new KernelErrorException(Errno.EINVAL);
        }
        return entries.toByteArray();
    }
}
