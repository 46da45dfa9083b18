package io.sriov.schema.ucl;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// The names of one text: each is made a string once and has a number, by which it is compared.
final class UclNames {

    /// Hides from the author of a text which names fall together.
    private static final int MULTIPLIER = ThreadLocalRandom.current().nextInt() | 1;

    private int[] table = new int[64];
    private String[] names = new String[32];
    private int[] hashes = new int[32];
    private int count;

    UclNames() {
        Arrays.fill(table, -1);
    }

    String name(int number) {
        return names[number];
    }

    /// {@return the number of the name in `text[from..to)`}
    int number(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * MULTIPLIER + text[i];
        }
        int slot = slot(hash);
        for (int found; (found = table[slot]) >= 0; slot = (slot + 1) & (table.length - 1)) {
            if (hashes[found] == hash && equal(names[found], text, from, to)) {
                return found;
            }
        }
        return add(slot, hash, new String(text, from, to - from));
    }

    /// {@return the number of a name}
    int number(String name) {
        int hash = hash(name);
        int slot = slot(hash);
        for (int found; (found = table[slot]) >= 0; slot = (slot + 1) & (table.length - 1)) {
            if (hashes[found] == hash && names[found].equals(name)) {
                return found;
            }
        }
        return add(slot, hash, name);
    }

    private int add(int slot, int hash, String name) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        names[count] = name;
        hashes[count] = hash;
        table[slot] = count;
        int number = count++;
        if (count * 2 > table.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, -1);
        for (int number = 0; number < count; number++) {
            int slot = slot(hashes[number]);
            while (table[slot] >= 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = number;
        }
    }

    private int slot(int hash) {
        return ((hash * 0x9E3779B9) >>> 7) & (table.length - 1);
    }

    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * MULTIPLIER + name.charAt(i);
        }
        return hash;
    }

    private static boolean equal(String name, char[] text, int from, int to) {
        int length = to - from;
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
