package io.sriov.schema.ucl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Everything that was read: a tree of nodes, each with the place of its key and of its value.
///
/// A node is a number; its fields stand in one array of integers, so that a node costs [#WIDTH] × 4
/// bytes and no object. Members of an object and elements of an array are linked in their order. A
/// key that is repeated in one object makes a chain: the member itself, called the head, and its
/// repetitions (libucl's implicit array). Objects with many members are indexed, so that finding a
/// member takes constant time.
final class UclTree {

    /// No node.
    static final int NONE = -1;

    /// What a node is. The order does not matter.
    static final int NULL = 0;

    static final int OBJECT = 1;
    static final int ARRAY = 2;
    static final int INT = 3;
    static final int BIG_INT = 4;
    static final int FLOAT = 5;
    static final int STRING = 6;
    static final int TRUE = 7;
    static final int FALSE = 8;

    /// Put there by `.inherit`: a member of the same name replaces it.
    static final int INHERITED = 1 << 8;

    /// A repetition that is linked among the members as well.
    static final int REPEATED = 1 << 9;

    /// A repetition whose head was replaced: not there any more.
    static final int DROPPED = 1 << 10;

    /// The key was written in quotes.
    static final int QUOTED_KEY = 1 << 11;

    private static final int INDEXED = 1 << 12;

    private static final int TYPE_MASK = 0xF;
    private static final int PRIORITY_SHIFT = 4;
    private static final int PRIORITY_MASK = 0xF;
    private static final int STYLE_SHIFT = 13;
    private static final int STYLE_MASK = 0x7;
    private static final int SOURCE_SHIFT = 16;

    /// How many sources a tree can tell apart.
    static final int MAX_SOURCES = 1 << 16;

    private static final int META = 0;
    private static final int KEY = 1;
    private static final int KEY_AT = 2;
    private static final int AT = 3;
    private static final int END = 4;
    private static final int NEXT = 5;
    private static final int SAME = 6;
    private static final int LAST_SAME = 7;
    private static final int COUNT = 8;
    private static final int A = 9;
    private static final int B = 10;
    private static final int WIDTH = 11;

    /// Objects with at most so many members are searched, larger ones are indexed.
    private static final int SMALL = 8;

    private static final long INDEX_MULTIPLIER = ThreadLocalRandom.current().nextLong() | 1;

    final UclNames names = new UclNames();

    private final List<UclSource> sources = new ArrayList<>(1);
    private final List<String> strings = new ArrayList<>();

    private int[] fields;
    private int nodes;

    private long[] indexKeys = new long[0];
    private int[] indexNodes = new int[0];
    private int indexed;

    /// @param expectedNodes how many nodes to make room for
    UclTree(int expectedNodes) {
        fields = new int[Math.max(16, expectedNodes) * WIDTH];
    }

    UclSource addSource(UclInput input, tools.jackson.core.io.ContentReference reference) {
        UclSource source = new UclSource(input, reference, sources.size());
        sources.add(source);
        return source;
    }

    /// Adds a source of another tree.
    UclSource addSource(UclSource other) {
        UclSource source = new UclSource(other, sources.size());
        sources.add(source);
        return source;
    }

    int sourceCount() {
        return sources.size();
    }

    UclSource source(int number) {
        return sources.get(number);
    }

    // ---- nodes

    /// {@return a new node of type [#NULL] that is in no container}
    int add(int source, int priority, int key, int keyAt) {
        if ((nodes + 1) * WIDTH > fields.length) {
            fields = Arrays.copyOf(fields, Math.multiplyExact(fields.length / WIDTH * 2, WIDTH));
        }
        int node = nodes++;
        clear(node, source, priority, key, keyAt);
        return node;
    }

    /// Makes a node that stands in an object anew: a [#NULL] without repetitions, in the same place
    /// among its siblings.
    void replace(int node, int source, int priority, int keyAt) {
        for (int same = same(node); same != NONE; same = same(same)) {
            set(same, DROPPED);
        }
        int next = next(node);
        clear(node, source, priority, key(node), keyAt);
        put(node, NEXT, next);
    }

    private void clear(int node, int source, int priority, int key, int keyAt) {
        int at = node * WIDTH;
        fields[at + META] =
                (source << SOURCE_SHIFT) | ((priority & PRIORITY_MASK) << PRIORITY_SHIFT);
        fields[at + KEY] = key;
        fields[at + KEY_AT] = keyAt;
        fields[at + AT] = keyAt;
        fields[at + END] = keyAt;
        fields[at + NEXT] = NONE;
        fields[at + SAME] = NONE;
        fields[at + LAST_SAME] = node;
        fields[at + COUNT] = 0;
        fields[at + A] = NONE;
        fields[at + B] = NONE;
    }

    private int get(int node, int field) {
        return fields[node * WIDTH + field];
    }

    private void put(int node, int field, int value) {
        fields[node * WIDTH + field] = value;
    }

    int type(int node) {
        return get(node, META) & TYPE_MASK;
    }

    int priority(int node) {
        return (get(node, META) >>> PRIORITY_SHIFT) & PRIORITY_MASK;
    }

    boolean is(int node, int flag) {
        return (get(node, META) & flag) != 0;
    }

    void set(int node, int flag) {
        fields[node * WIDTH + META] |= flag;
    }

    int sourceOf(int node) {
        return get(node, META) >>> SOURCE_SHIFT;
    }

    /// {@return the number of the node's name, or [#NONE]}
    int key(int node) {
        return get(node, KEY);
    }

    String name(int node) {
        return names.name(get(node, KEY));
    }

    int keyAt(int node) {
        return get(node, KEY_AT);
    }

    /// {@return the offset of the first character of the value}
    int at(int node) {
        return get(node, AT);
    }

    /// {@return the offset after the last character of the value}
    int end(int node) {
        return get(node, END);
    }

    void setEnd(int node, int end) {
        put(node, END, end);
    }

    int next(int node) {
        return get(node, NEXT);
    }

    /// {@return the next repetition of the node's key, or [#NONE]}
    int same(int node) {
        return get(node, SAME);
    }

    /// {@return the first member or element of a container, or [#NONE]}
    int first(int container) {
        return get(container, A);
    }

    // ---- values

    private void setValue(int node, int type, int source, int at, int end, int a, int b) {
        int base = node * WIDTH;
        fields[base + META] =
                (fields[base + META]
                                & ~(TYPE_MASK
                                        | INDEXED
                                        | (STYLE_MASK << STYLE_SHIFT)
                                        | (-1 << SOURCE_SHIFT)))
                        | type
                        | (source << SOURCE_SHIFT);
        fields[base + AT] = at;
        fields[base + END] = end;
        fields[base + COUNT] = 0;
        fields[base + A] = a;
        fields[base + B] = b;
    }

    /// Makes a node a constant: [#NULL], [#TRUE] or [#FALSE].
    void setConstant(int node, int type, int source, int at, int end) {
        setValue(node, type, source, at, end, NONE, NONE);
    }

    /// Makes a node an empty container, unless it is one of that type already.
    void setContainer(int node, int type, int source, int at) {
        if (type(node) != type) {
            setValue(node, type, source, at, at + 1, NONE, NONE);
        }
    }

    /// Makes a node a number.
    ///
    /// @param bits the long, the unsigned long or the double
    void setNumber(int node, int type, long bits, int source, int at, int end) {
        setValue(node, type, source, at, end, (int) (bits >>> 32), (int) bits);
    }

    long numberBits(int node) {
        return ((long) get(node, A) << 32) | (get(node, B) & 0xFFFF_FFFFL);
    }

    /// Makes a node the string that stands in its source from `from` to `to`.
    void setSlice(int node, UclStringStyle style, int source, int at, int end, int from, int to) {
        setValue(node, STRING, source, at, end, from, to);
        fields[node * WIDTH + META] |= style.code() << STYLE_SHIFT;
    }

    /// Makes a node a string that is not in the text as it is.
    void setString(int node, UclStringStyle style, int source, int at, int end, String value) {
        setValue(node, STRING, source, at, end, strings.size(), NONE);
        fields[node * WIDTH + META] |= style.code() << STYLE_SHIFT;
        strings.add(value);
    }

    String string(int node) {
        int from = get(node, A);
        int to = get(node, B);
        return to == NONE
                ? strings.get(from)
                : new String(source(sourceOf(node)).text(), from, to - from);
    }

    UclStringStyle style(int node) {
        return UclStringStyle.of((get(node, META) >>> STYLE_SHIFT) & STYLE_MASK);
    }

    /// {@return the value as it was written}
    String spelling(int node) {
        int at = at(node);
        return new String(source(sourceOf(node)).text(), at, end(node) - at);
    }

    // ---- containers

    /// Adds an element to an array.
    void append(int array, int node) {
        link(array, node);
    }

    private void link(int container, int node) {
        int last = get(container, B);
        if (last == NONE) {
            put(container, A, node);
        } else {
            put(last, NEXT, node);
        }
        put(container, B, node);
        put(container, COUNT, get(container, COUNT) + 1);
    }

    /// Adds a member, whose name the object does not have, to an object.
    void insert(int object, int node) {
        link(object, node);
        int count = get(object, COUNT);
        if (is(object, INDEXED)) {
            index(object, node);
        } else if (count > SMALL) {
            set(object, INDEXED);
            for (int member = first(object); member != NONE; member = next(member)) {
                if (!is(member, REPEATED)) {
                    index(object, member);
                }
            }
        }
    }

    /// Adds a repetition of a member's name.
    ///
    /// @param object the object that has the member
    /// @param head the member
    /// @param node the repetition
    /// @param alsoMember whether it is to be a member of its own, too
    void repeat(int object, int head, int node, boolean alsoMember) {
        put(get(head, LAST_SAME), SAME, node);
        int last = node;
        for (int same = same(node); same != NONE; same = same(same)) {
            last = same;
        }
        put(head, LAST_SAME, last);
        if (alsoMember) {
            linkRepetitions(object, node);
        }
    }

    /// Makes a repetition and those after it members of their own.
    void linkRepetitions(int object, int node) {
        for (int same = node; same != NONE; same = same(same)) {
            set(same, REPEATED);
            link(object, same);
        }
    }

    /// Puts a node in the place of a member of the same name.
    void substitute(int object, int member, int node) {
        put(node, NEXT, next(member));
        if (first(object) == member) {
            put(object, A, node);
        } else {
            int before = first(object);
            while (next(before) != member) {
                before = next(before);
            }
            put(before, NEXT, node);
        }
        if (get(object, B) == member) {
            put(object, B, node);
        }
        put(member, NEXT, NONE);
        if (is(object, INDEXED)) {
            int slot = slot(indexKey(object, key(member)));
            while (indexNodes[slot] != member) {
                slot = (slot + 1) & (indexNodes.length - 1);
            }
            indexNodes[slot] = node;
        }
    }

    /// {@return the member of an object that has a name, or [#NONE]}
    int find(int object, int key) {
        if (!is(object, INDEXED)) {
            for (int member = first(object); member != NONE; member = next(member)) {
                if (key(member) == key) {
                    return member;
                }
            }
            return NONE;
        }
        int mask = indexNodes.length - 1;
        long wanted = indexKey(object, key);
        for (int slot = slot(wanted); ; slot = (slot + 1) & mask) {
            int node = indexNodes[slot];
            if (node == NONE || indexKeys[slot] == wanted) {
                return node;
            }
        }
    }

    private static long indexKey(int object, int key) {
        return ((long) object << 32) | key;
    }

    private int slot(long key) {
        long mixed = key * INDEX_MULTIPLIER;
        return (int) (mixed >>> 32 ^ mixed >>> 48) & (indexNodes.length - 1);
    }

    private void index(int object, int node) {
        if (indexed * 2 >= indexNodes.length) {
            long[] oldKeys = indexKeys;
            int[] oldNodes = indexNodes;
            int capacity = Math.max(64, oldNodes.length * 2);
            indexKeys = new long[capacity];
            indexNodes = new int[capacity];
            Arrays.fill(indexNodes, NONE);
            for (int i = 0; i < oldNodes.length; i++) {
                if (oldNodes[i] != NONE) {
                    place(oldKeys[i], oldNodes[i]);
                }
            }
        }
        indexed++;
        place(indexKey(object, key(node)), node);
    }

    private void place(long key, int node) {
        int slot = slot(key);
        while (indexNodes[slot] != NONE) {
            slot = (slot + 1) & (indexNodes.length - 1);
        }
        indexKeys[slot] = key;
        indexNodes[slot] = node;
    }

    // ---- copies

    /// {@return a node with the fields of `original` that is in no container and has no members}
    int copyAlone(int original) {
        int node = add(0, 0, NONE, 0);
        System.arraycopy(fields, original * WIDTH, fields, node * WIDTH, WIDTH);
        int base = node * WIDTH;
        fields[base + NEXT] = NONE;
        fields[base + SAME] = NONE;
        fields[base + LAST_SAME] = node;
        fields[base + META] &= ~(INDEXED | REPEATED | DROPPED);
        if (type(node) == OBJECT || type(node) == ARRAY) {
            fields[base + COUNT] = 0;
            fields[base + A] = NONE;
            fields[base + B] = NONE;
        }
        return node;
    }
}
