package io.sriov.schema.ucl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.ContentReference;

/// Where in the tree the parser is: one open object or array, and what comes next in it.
///
/// Contexts are reused: a parent keeps the last child it had.
final class UclReadContext extends TokenStreamContext {

    private final UclTree tree;
    private final @Nullable UclReadContext parent;
    private @Nullable UclReadContext child;

    private int container = UclTree.NONE;
    private int upcoming = UclTree.NONE;
    private int current = UclTree.NONE;
    private boolean repetitions;
    private @Nullable String name;
    private @Nullable Object value;

    /// Creates the context of the whole document.
    UclReadContext(UclTree tree) {
        super(TYPE_ROOT, -1);
        this.tree = tree;
        this.parent = null;
    }

    private UclReadContext(UclTree tree, UclReadContext parent) {
        super(TYPE_OBJECT, -1);
        this.tree = tree;
        this.parent = parent;
        this._nestingDepth = parent._nestingDepth + 1;
    }

    /// {@return a context for the members or elements of a container}
    UclReadContext open(int node) {
        return child(
                tree.type(node) == UclTree.OBJECT ? TYPE_OBJECT : TYPE_ARRAY,
                node,
                tree.first(node),
                false);
    }

    /// {@return a context for a member's value and its repetitions, which make an array}
    UclReadContext openRepetitions(int head) {
        return child(TYPE_ARRAY, head, head, true);
    }

    private UclReadContext child(int type, int node, int first, boolean chain) {
        UclReadContext context = child;
        if (context == null) {
            context = new UclReadContext(tree, this);
            child = context;
        }
        context._type = type;
        context._index = -1;
        context.container = node;
        context.upcoming = first;
        context.repetitions = chain;
        context.name = null;
        context.value = null;
        return context;
    }

    /// {@return the node where this ends: the container, or the last of the repetitions}
    int last() {
        return repetitions ? current : container;
    }

    /// {@return whether the array is made of repetitions of a key, not written with brackets}
    boolean isRepetitions() {
        return repetitions;
    }

    /// {@return the next member or element, which then counts as the current one, or
    /// [UclTree#NONE]}
    int advance() {
        int node = upcoming;
        while (node != UclTree.NONE && tree.is(node, UclTree.DROPPED)) {
            node = tree.next(node);
        }
        if (node != UclTree.NONE) {
            current = node;
            upcoming = repetitions ? tree.same(node) : tree.next(node);
            _index++;
            if (_type == TYPE_OBJECT) {
                name = tree.name(node);
            }
        }
        return node;
    }

    /// Counts the root value.
    void count() {
        _index++;
    }

    @Override
    public @Nullable UclReadContext getParent() {
        return parent;
    }

    @Override
    public @Nullable String currentName() {
        return name;
    }

    @Override
    public boolean hasCurrentName() {
        return name != null;
    }

    @Override
    public @Nullable Object currentValue() {
        return value;
    }

    @Override
    public void assignCurrentValue(@Nullable Object newValue) {
        value = newValue;
    }

    @Override
    public TokenStreamLocation startLocation(ContentReference reference) {
        return container == UclTree.NONE
                ? tree.source(0).location(0)
                : tree.source(tree.sourceOf(container)).location(tree.at(container));
    }
}
