package io.sriov.schema.ucl;

import java.util.ArrayDeque;

/// Copies parts of a [UclTree] within it, for `.inherit`.
final class UclTreeCopy {

    /// What [#member] returns when the copy would have too many nodes.
    static final int TOO_LARGE = -2;

    private final UclTree tree;
    private final boolean repetitionsAreMembers;
    private final ArrayDeque<int[]> unfinished = new ArrayDeque<>();
    private int budget;

    /// @param tree where to copy
    /// @param budget how many nodes may be made
    /// @param repetitionsAreMembers as for [UclTree#repeat]
    UclTreeCopy(UclTree tree, int budget, boolean repetitionsAreMembers) {
        this.tree = tree;
        this.budget = budget;
        this.repetitionsAreMembers = repetitionsAreMembers;
    }

    /// {@return how many nodes may still be made}
    int budget() {
        return budget;
    }

    /// Copies a member of an object with everything below it.
    ///
    /// Repetitions of its name are copied with it only if its first value is a scalar; that is what
    /// libucl's `ucl_object_copy` does.
    ///
    /// @param member the member
    /// @return the copy, which is in no object yet, or [#TOO_LARGE]
    int member(int member) {
        int copy = single(member);
        if (copy == TOO_LARGE || !repetitions(UclTree.NONE, member, copy)) {
            return TOO_LARGE;
        }
        for (int[] next; (next = unfinished.poll()) != null; ) {
            if (!contents(next[0], next[1])) {
                return TOO_LARGE;
            }
        }
        return copy;
    }

    private int single(int original) {
        if (--budget < 0) {
            return TOO_LARGE;
        }
        int copy = tree.copyAlone(original);
        if (isContainer(original)) {
            unfinished.add(new int[] {original, copy});
        }
        return copy;
    }

    private boolean contents(int original, int copy) {
        boolean object = tree.type(original) == UclTree.OBJECT;
        for (int child = tree.first(original); child != UclTree.NONE; child = tree.next(child)) {
            if (tree.is(child, UclTree.REPEATED)) {
                continue;
            }
            int childCopy = single(child);
            if (childCopy == TOO_LARGE) {
                return false;
            }
            if (object) {
                tree.insert(copy, childCopy);
                if (!repetitions(copy, child, childCopy)) {
                    return false;
                }
            } else {
                tree.append(copy, childCopy);
            }
        }
        return true;
    }

    private boolean repetitions(int object, int original, int copy) {
        if (isContainer(original)) {
            return true;
        }
        for (int same = tree.same(original); same != UclTree.NONE; same = tree.same(same)) {
            int sameCopy = single(same);
            if (sameCopy == TOO_LARGE) {
                return false;
            }
            tree.repeat(object, copy, sameCopy, repetitionsAreMembers && object != UclTree.NONE);
        }
        return true;
    }

    private boolean isContainer(int node) {
        int type = tree.type(node);
        return type == UclTree.OBJECT || type == UclTree.ARRAY;
    }
}
