package com.example.zx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A card, written after its data sheet: what its registers do, and nothing of the driver's code.
final class ZxCard implements Registers {
    private static final int ENGINES_OF_CARD = 32;
    private static final int FAULT = 0x80;

    private final Map<Integer, Integer> registers = new HashMap<>();

    /// What each enabled VF has of settings 2 to 4, by number; a reset clears them.
    final List<long[]> vfs = new ArrayList<>();

    /// The engines of each VF, which it keeps until they are released, there or not.
    final Map<Integer, Long> engines = new HashMap<>();

    long power = 50;

    /// How many commands are carried out before one is not; negative for all.
    int untilFault = -1;

    void enableVfs(int count) {
        vfs.clear();
        for (int i = 0; i < count; i++) {
            vfs.add(new long[5]);
        }
    }

    long value(int vf, int setting) {
        return setting == 1 ? engines.getOrDefault(vf, 0L) : vfs.get(vf)[setting];
    }

    @Override
    public int read(int offset) {
        return registers.getOrDefault(offset, 0);
    }

    @Override
    public void write(int offset, int value) {
        registers.put(offset, value);
        if (offset == 0x10) {
            boolean fails = untilFault >= 0 && untilFault-- == 0;
            registers.put(0x14, fails ? FAULT : run(value, read(0x00), read(0x04)));
        }
    }

    private int run(int command, int vf, int setting) {
        if (command == 3) {
            engines.clear();
            return 0;
        }
        if (vf == 0xffff) {
            return setting == 5 ? power(command) : 2;
        }
        if (vf >= vfs.size()) {
            return 1;
        }
        if (command == 2) {
            registers.put(0x08, (int) value(vf, setting));
            registers.put(0x0c, (int) (value(vf, setting) >>> 32));
            return 0;
        }
        return set(vf, setting);
    }

    private long given() {
        return Integer.toUnsignedLong(read(0x08)) | (long) read(0x0c) << 32;
    }

    private int power(int command) {
        if (command == 1 && (given() < 25 || given() > 75)) {
            return 2;
        }
        power = given();
        return 0;
    }

    private int set(int vf, int setting) {
        long[] least = {0, 1, 0, 0, 0};
        long[] most = {0, 8, 25_000, 1, -1};
        if (Long.compareUnsigned(given(), least[setting]) < 0
                || Long.compareUnsigned(given(), most[setting]) > 0) {
            return 2;
        }
        if (setting != 1) {
            vfs.get(vf)[setting] = given();
            return 0;
        }
        long others = engines.values().stream().mapToLong(Long::longValue).sum() - value(vf, 1);
        if (others + given() > ENGINES_OF_CARD) {
            return 3;
        }
        engines.put(vf, given());
        return 0;
    }

    @Override
    public String toString() {
        return engines + " " + vfs.stream().map(Arrays::toString).toList();
    }
}
