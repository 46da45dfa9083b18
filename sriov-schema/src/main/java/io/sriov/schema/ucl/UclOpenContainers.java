package io.sriov.schema.ucl;

import java.util.Arrays;

/// The objects and arrays that a reader is in, innermost last, and how each was opened.
final class UclOpenContainers {

    private int depth;
    private int[] nodes = new int[16];
    private int[] levels = new int[16];
    private boolean[] braces = new boolean[16];
    private int[] openedIn = new int[16];
    private int[] openedAt = new int[16];
    private int[] chunks = new int[16];

    /// {@return how many are open}
    int depth() {
        return depth;
    }

    /// Enters a container.
    ///
    /// @param node the container
    /// @param level one more than the enclosing one's for an object that has no brace of its own,
    ///   as `name` in `section name { }` opens; otherwise the same
    /// @param brace whether it was opened with a brace or bracket, and must be closed with one
    /// @param in the number of the source where it was opened
    /// @param at the offset where it was opened
    /// @param chunk which of the texts that include each other opened it
    void push(int node, int level, boolean brace, int in, int at, int chunk) {
        if (depth == nodes.length) {
            int capacity = depth * 2;
            nodes = Arrays.copyOf(nodes, capacity);
            levels = Arrays.copyOf(levels, capacity);
            braces = Arrays.copyOf(braces, capacity);
            openedIn = Arrays.copyOf(openedIn, capacity);
            openedAt = Arrays.copyOf(openedAt, capacity);
            chunks = Arrays.copyOf(chunks, capacity);
        }
        nodes[depth] = node;
        levels[depth] = level;
        braces[depth] = brace;
        openedIn[depth] = in;
        openedAt[depth] = at;
        chunks[depth] = chunk;
        depth++;
    }

    /// Enters an object in the same way as the innermost container was entered.
    void pushLikeTop(int node, int chunk) {
        int top = depth - 1;
        push(node, levels[top], braces[top], openedIn[top], openedAt[top], chunk);
    }

    /// Leaves the innermost container.
    void pop() {
        depth--;
    }

    /// Leaves all but the outermost `newDepth` containers.
    void popTo(int newDepth) {
        depth = Math.min(depth, newDepth);
    }

    /// {@return the innermost container}
    int node() {
        return nodes[depth - 1];
    }

    /// {@return the level of the innermost container}
    int level() {
        return levels[depth - 1];
    }

    /// {@return whether the innermost container has no brace of its own, and the one around it is
    /// not the outermost: closing what is in it closes it, too}
    boolean closesWithContents() {
        return depth > 1 && levels[depth - 2] != levels[depth - 1];
    }

    int node(int index) {
        return nodes[index];
    }

    boolean brace(int index) {
        return braces[index];
    }

    int openedIn(int index) {
        return openedIn[index];
    }

    int openedAt(int index) {
        return openedAt[index];
    }

    int chunk(int index) {
        return chunks[index];
    }
}
