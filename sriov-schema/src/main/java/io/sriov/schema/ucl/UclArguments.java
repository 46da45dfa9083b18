package io.sriov.schema.ucl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of a macro: an object in a tree of its own.
///
/// As in libucl, an argument's name may be cut short (`prio` is `priority`), of several that fit
/// the last one counts, and one of the wrong type is ignored.
///
/// @param tree the tree
/// @param root its root, or [UclTree#NONE]
record UclArguments(UclTree tree, int root) {

    /// No arguments.
    static final UclArguments NONE = new UclArguments(new UclTree(0), UclTree.NONE);

    /// {@return the boolean of a name, or null}
    ///
    /// @param name the argument's whole name
    /// @param earlier names that take precedence where both fit what is written
    @Nullable Boolean bool(String name, String... earlier) {
        Boolean found = null;
        for (int member : fitting(name, earlier)) {
            switch (tree.type(member)) {
                case UclTree.TRUE -> found = true;
                case UclTree.FALSE -> found = false;
                default -> {}
            }
        }
        return found;
    }

    /// {@return the string of a name, or null}
    ///
    /// @param name the argument's whole name
    /// @param earlier names that take precedence where both fit what is written
    @Nullable String string(String name, String... earlier) {
        String found = null;
        for (int member : fitting(name, earlier)) {
            if (tree.type(member) == UclTree.STRING) {
                found = tree.string(member);
            }
        }
        return found;
    }

    /// {@return the integer of a name, or null}
    ///
    /// @param name the argument's whole name
    @Nullable Long integer(String name) {
        Long found = null;
        for (int member : fitting(name)) {
            if (tree.type(member) == UclTree.INT || tree.type(member) == UclTree.BIG_INT) {
                found = tree.numberBits(member);
            }
        }
        return found;
    }

    /// {@return the strings in the array of a name, or null}
    ///
    /// @param name the argument's whole name
    @Nullable List<String> strings(String name) {
        List<String> found = null;
        for (int member : fitting(name)) {
            if (tree.type(member) == UclTree.ARRAY) {
                found = new ArrayList<>();
                for (int e = tree.first(member); e != UclTree.NONE; e = tree.next(e)) {
                    if (tree.type(e) == UclTree.STRING) {
                        found.add(tree.string(e));
                    }
                }
            }
        }
        return found;
    }

    /// {@return whether the argument of exactly this name is there and true}
    ///
    /// @param name the name
    boolean isTrue(String name) {
        for (int member : fitting(name)) {
            if (tree.name(member).equals(name)) {
                return tree.type(member) == UclTree.TRUE;
            }
        }
        return false;
    }

    private List<Integer> fitting(String name, String... earlier) {
        List<Integer> fitting = new ArrayList<>();
        if (root == UclTree.NONE || tree.type(root) != UclTree.OBJECT) {
            return fitting;
        }
        for (int member = tree.first(root); member != UclTree.NONE; member = tree.next(member)) {
            String written = tree.name(member);
            if (name.startsWith(written) && !fitsOne(written, earlier)) {
                fitting.add(member);
            }
        }
        return fitting;
    }

    private static boolean fitsOne(String written, String... names) {
        for (String name : names) {
            if (name.startsWith(written)) {
                return true;
            }
        }
        return false;
    }
}
