package io.sriov.schema.ucl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamConstraintsException;

/// Reads UCL text into a [UclTree].
///
/// The states and what each makes of a character are those of `ucl_state_machine` in libucl's
/// `ucl_parser.c`, oddities included: what libucl accepts, this accepts with the same meaning. Time
/// is linear in the length of the text, and nesting needs no Java stack.
final class UclReader extends UclValueReader {

    private enum State {
        START,
        KEY,
        KEY_AFTER_BRACE,
        VALUE,
        AFTER_VALUE,
        MACRO_NAME,
        MACRO
    }

    private enum Key {
        /// The text ended, or nothing but comments is left of it.
        NONE,
        READ,
        CLOSING_BRACE,
        MACRO
    }

    /// What happens to a name that an object has already.
    enum Duplicates {
        APPEND,
        MERGE,
        REWRITE,
        ERROR
    }

    /// libucl counts levels of nested names in 16 bits.
    private static final int MAX_LEVEL = 65535;

    private final UclMacros macros;

    private State state = State.START;
    private State stateBeforeMacro = State.START;
    private int root = UclTree.NONE;
    private int current = UclTree.NONE;

    private int priority;
    private Duplicates duplicates = Duplicates.APPEND;
    private boolean nestedNames;

    /// The next of `,;{[` and line ends from the last place where it was looked for.
    private int lineStop = -1;

    private final UclOpenContainers open = new UclOpenContainers();
    private int chunk;
    private int chunkCount;

    UclReader(
            UclReadSettings settings,
            UclTree tree,
            @Nullable UclParser parser,
            UclVariables variables,
            UclMacros macros,
            UclSource source,
            int from,
            int to) {
        super(settings, tree, parser, variables, source, from, to);
        this.macros = macros;
    }

    /// Reads the whole text.
    ///
    /// @return the root, an object or an array
    int read() {
        readChunk();
        return root;
    }

    private void readChunk() {
        chunk = chunkCount++;
        lineStop = -1;
        if (at == end) {
            if (root == UclTree.NONE) {
                root = newNode(UclTree.NONE, at);
                tree.setContainer(root, UclTree.OBJECT, source.number(), at);
            }
            return;
        }
        try {
            run();
        } catch (StreamConstraintsException e) {
            throw e.getLocation() != null
                    ? e
                    : new StreamConstraintsException(
                            e.getOriginalMessage(), source.location(Math.min(at, end)));
        }
    }

    /// Reads another text at the place where a macro stands, as if it stood there.
    ///
    /// @param included the text
    /// @param from where to begin in it
    /// @param includedPriority the priority of its members
    /// @param strategy what it does to members that are there already
    /// @param under the object that its members go to, or [UclTree#NONE] for the current one
    void include(
            UclSource included, int from, int includedPriority, Duplicates strategy, int under) {
        UclSource outerSource = source;
        char[] outerText = text;
        int outerAt = at;
        int outerEnd = end;
        int outerPriority = priority;
        Duplicates outerDuplicates = duplicates;
        int outerChunk = chunk;
        State outerState = state;
        boolean outerNestedNames = nestedNames;
        if (under != UclTree.NONE) {
            open.pushLikeTop(under, chunk);
            constraints.validateNestingDepth(open.depth());
            current = under;
        }
        int depthInside = open.depth();
        source = included;
        text = included.text();
        at = from;
        end = included.length();
        priority = includedPriority;
        duplicates = strategy;
        state = State.START;
        nestedNames = false;
        readChunk();
        if (under != UclTree.NONE) {
            open.popTo(depthInside - 1);
        }
        source = outerSource;
        text = outerText;
        at = outerAt;
        end = outerEnd;
        priority = outerPriority;
        duplicates = outerDuplicates;
        chunk = outerChunk;
        state = outerState;
        nestedNames = outerNestedNames;
        lineStop = -1;
    }

    private void run() {
        if (root == UclTree.NONE) {
            state = State.START;
        }
        int macroName = at;
        while (at < end) {
            switch (state) {
                case START -> start();
                case KEY, KEY_AFTER_BRACE -> {
                    skipSpaces();
                    if (at == end || text[at] == '}') {
                        state = State.AFTER_VALUE;
                        continue;
                    }
                    if (open.depth() == 0 || tree.type(open.node()) != UclTree.OBJECT) {
                        throw error(
                                at, "an included text closed the object that this text continues");
                    }
                    boolean afterBrace = state == State.KEY_AFTER_BRACE;
                    switch (readKey()) {
                        case NONE -> {}
                        case CLOSING_BRACE -> state = State.AFTER_VALUE;
                        case MACRO -> macroName = at;
                        case READ -> {
                            if (nestedNames) {
                                openNode(current, UclTree.OBJECT, open.level() + 1, afterBrace, at);
                            } else {
                                state = State.VALUE;
                            }
                        }
                    }
                }
                case VALUE -> readValue();
                case AFTER_VALUE -> {
                    afterValue();
                    if (open.depth() == 0) {
                        return;
                    }
                    state =
                            switch (tree.type(open.node())) {
                                case UclTree.OBJECT -> State.KEY;
                                case UclTree.ARRAY -> State.VALUE;
                                default ->
                                        throw error(
                                                at,
                                                "an included text replaced the object that this text"
                                                        + " continues");
                            };
                }
                case MACRO_NAME -> {
                    while (at < end && text[at] != '(' && !UclCharacters.isSpace(text[at])) {
                        at++;
                    }
                    if (at < end) {
                        macros.name(this, macroName, at);
                        skipSpaces();
                        if (atComment()) {
                            skipComments();
                        }
                        state = State.MACRO;
                    }
                }
                case MACRO -> {
                    state = stateBeforeMacro;
                    macros.run(this, macroName);
                }
            }
        }
        requireClosed();
    }

    /// Refuses anything but comments behind the brace or bracket that closed the root.
    void requireEnd() {
        at = Math.min(at + 1, end);
        while (at < end && (atComment() || UclCharacters.isSpace(text[at]))) {
            int before = at;
            skipComments();
            at += at == before ? 1 : 0;
        }
        if (at < end) {
            throw error(at, "there is more after the end of the document");
        }
    }

    private void requireClosed() {
        for (int i = open.depth() - 1; i >= 0 && open.chunk(i) == chunk; i--) {
            if (open.brace(i)) {
                boolean object = tree.type(open.node(i)) == UclTree.OBJECT;
                throw error(
                        end,
                        "the "
                                + (object ? "object" : "array")
                                + " opened at "
                                + place(tree.source(open.openedIn(i)), open.openedAt(i))
                                + " is not closed with "
                                + (object ? "'}'" : "']'"));
            }
        }
    }

    private void start() {
        int before = at;
        skipComments();
        if (at == before) {
            skipSpaces();
        }
        char first = at < end ? text[at] : '\0';
        int opening = at;
        if (first == '[') {
            at++;
            state = State.VALUE;
        } else if (first == '{') {
            at++;
            state = State.KEY_AFTER_BRACE;
        } else {
            state = at < end ? State.KEY : State.START;
        }
        if (root == UclTree.NONE) {
            boolean array = first == '[';
            root = newNode(UclTree.NONE, opening);
            openNode(
                    root,
                    array ? UclTree.ARRAY : UclTree.OBJECT,
                    0,
                    array || first == '{',
                    opening);
            tree.setEnd(root, end + 1);
        }
    }

    // ---- keys

    private Key readKey() {
        int start;
        while (true) {
            if (at >= end) {
                return Key.NONE;
            }
            char c = text[at];
            if (c == '.') {
                at++;
                stateBeforeMacro = state;
                state = State.MACRO_NAME;
                return Key.MACRO;
            } else if (atComment()) {
                skipComments();
            } else if (UclCharacters.isSpace(c)) {
                at++;
            } else if (UclCharacters.isNameStart(c) || c == '"') {
                start = at;
                break;
            } else if (c == '}') {
                return Key.CLOSING_BRACE;
            } else {
                throw error(
                        at,
                        "a key cannot begin with "
                                + next()
                                + "; it begins with a letter, a digit, '_', '/' or a double quote");
            }
        }
        boolean quoted = text[start] == '"';
        int key = quoted ? quotedKey() : bareKey();
        if (at >= end) {
            throw error(at, "the text ends after the key '" + tree.names.name(key) + "'");
        }
        if (!skipSeparator()) {
            nestedNames = braceOrBracketFollows();
        }
        member(key, start);
        if (quoted) {
            tree.set(current, UclTree.QUOTED_KEY);
        }
        return Key.READ;
    }

    private int bareKey() {
        int start = at++;
        while (at < end && UclCharacters.isName(text[at])) {
            at++;
        }
        if (at >= end) {
            throw error(at, "the text ends in a key");
        }
        if (!UclCharacters.isNameEnd(text[at])) {
            throw error(
                    at,
                    UclCharacters.show(text, at)
                            + " cannot follow the key '"
                            + new String(text, start, Math.min(at - start, 100))
                            + "' directly; put a blank, '=' or ':' between them");
        }
        constraints.validateNameLength(at - start);
        return tree.names.number(text, start, at);
    }

    private int quotedKey() {
        int start = at++;
        scanQuoted();
        int from = start + 1;
        int to = at - 1;
        constraints.validateNameLength(to - from);
        if (sawBackslash) {
            String name =
                    UclEscapes.unescape(text, from, to, settings.has(UclReadFeature.BYTE_ESCAPES));
            if (!name.isEmpty()) {
                return tree.names.number(name);
            }
        } else if (from < to) {
            return tree.names.number(text, from, to);
        }
        throw error(start, "a key cannot be empty");
    }

    /// Skips what may stand between a key and its value on the same line.
    ///
    /// @return whether there was a `=` or `:`
    private boolean skipSeparator() {
        boolean separated = false;
        while (at < end) {
            char c = text[at];
            if (c == '=' || c == ':') {
                if (separated) {
                    throw error(at, "unexpected " + next() + ": the key has its separator already");
                }
                separated = true;
                at++;
            } else if (UclCharacters.isBlank(c)) {
                at++;
            } else if (atComment()) {
                skipComments();
            } else {
                return separated;
            }
        }
        throw error(at, "the text ends after a key");
    }

    /// {@return whether a brace or bracket comes before the end of the line, but not at once: then
    /// the next word is the key of an object in this one, as in `section name { }`}
    private boolean braceOrBracketFollows() {
        if (text[at] == '{' || text[at] == '[') {
            return false;
        }
        if (lineStop < at) {
            int i = at;
            while (i < end && !isLineStop(text[i])) {
                i++;
            }
            lineStop = i;
        }
        return lineStop < end && (text[lineStop] == '{' || text[lineStop] == '[');
    }

    private static boolean isLineStop(char c) {
        return c == '\n' || c == '\r' || c == ',' || c == ';' || c == '{' || c == '[';
    }

    /// Makes a member of the innermost object, or finds it, and makes it the current node.
    private void member(int key, int keyAt) {
        int object = open.node();
        int owner = object;
        int old = UclTree.NONE;
        for (int o = object; o != UclTree.NONE && old == UclTree.NONE; o = tree.same(o)) {
            if (tree.type(o) == UclTree.OBJECT) {
                old = tree.find(o, key);
                owner = o;
            }
        }
        if (old == UclTree.NONE) {
            current = newNode(key, keyAt);
            tree.insert(object, current);
            return;
        }
        switch (duplicates) {
            case APPEND -> {
                int oldPriority = tree.priority(old);
                repeat(
                        owner,
                        old,
                        key,
                        keyAt,
                        tree.is(old, UclTree.INHERITED)
                                ? 1
                                : Integer.compare(priority & 0xF, oldPriority));
            }
            case REWRITE -> rewrite(old, keyAt);
            case ERROR ->
                    throw error(
                            keyAt,
                            "'"
                                    + tree.names.name(key)
                                    + "' is there already, from "
                                    + place(tree.source(tree.sourceOf(old)), tree.keyAt(old))
                                    + ", and this text was included with duplicate=error");
            case MERGE -> {
                int type = tree.type(old);
                if (type == UclTree.OBJECT || type == UclTree.ARRAY) {
                    current = old;
                } else {
                    repeat(
                            owner,
                            old,
                            key,
                            keyAt,
                            Integer.compare(priority & 0xF, tree.priority(old)));
                }
            }
        }
    }

    private void repeat(int object, int old, int key, int keyAt, int precedence) {
        if (precedence > 0) {
            rewrite(old, keyAt);
            return;
        }
        current = newNode(key, keyAt);
        if (precedence == 0) {
            tree.repeat(object, old, current, !settings.has(UclReadFeature.IMPLICIT_ARRAYS));
        }
    }

    private void rewrite(int old, int keyAt) {
        tree.replace(old, source.number(), priority, keyAt);
        current = old;
    }

    int newNode(int key, int keyAt) {
        return tree.add(source.number(), priority, key, keyAt);
    }

    // ---- values

    private void readValue() {
        skipSpacesBeforeValue();
        if (at >= end) {
            return;
        }
        int start = at;
        switch (text[at]) {
            case '{' -> {
                openNode(slot(start), UclTree.OBJECT, open.level(), true, start);
                at++;
                return;
            }
            case '[' -> {
                openNode(slot(start), UclTree.ARRAY, open.level(), true, start);
                at++;
                return;
            }
            case ']' -> {
                if (open.depth() > 0 && tree.type(open.node()) == UclTree.ARRAY) {
                    state = State.AFTER_VALUE;
                    return;
                }
                readScalar();
            }
            default -> readScalar();
        }
        state = State.AFTER_VALUE;
    }

    private void skipSpacesBeforeValue() {
        char c = text[at];
        if (UclCharacters.isSpace(c) || atComment()) {
            skipSpaces();
            skipComments();
        }
    }

    @Override
    int slot(int start) {
        if (open.depth() == 0) {
            throw error(start, "a value cannot stand outside the object or array it belongs to");
        }
        int container = open.node();
        if (tree.type(container) == UclTree.ARRAY) {
            current = newNode(UclTree.NONE, start);
            tree.append(container, current);
        }
        return current;
    }

    // ---- containers

    private void openNode(int node, int type, int level, boolean brace, int openedHere) {
        int opposite = type == UclTree.OBJECT ? UclTree.ARRAY : UclTree.OBJECT;
        if (tree.type(node) == opposite) {
            throw error(
                    openedHere,
                    "an object and an array cannot be merged: '"
                            + (tree.key(node) == UclTree.NONE ? "" : tree.name(node))
                            + "' is there already, from "
                            + place(tree.source(tree.sourceOf(node)), tree.keyAt(node)));
        }
        if (level >= MAX_LEVEL) {
            throw error(openedHere, "names are nested deeper than " + MAX_LEVEL + " levels");
        }
        tree.setContainer(node, type, source.number(), openedHere);
        open.push(node, level, brace, source.number(), openedHere, chunk);
        constraints.validateNestingDepth(open.depth());
        state = type == UclTree.OBJECT ? State.KEY : State.VALUE;
        current = node;
    }

    /// {@return the innermost open container, or [UclTree#NONE]}
    int container() {
        return open.depth() == 0 ? UclTree.NONE : open.node();
    }

    int root() {
        return root;
    }

    void setPriority(int newPriority) {
        priority = newPriority;
    }

    private void afterValue() {
        boolean separated = false;
        while (at < end) {
            char c = text[at];
            if (UclCharacters.isBlank(c)) {
                at++;
            } else if (atComment()) {
                skipComments();
                separated = true;
            } else if (c == '}' || c == ']') {
                close(c);
                if (open.depth() == 0) {
                    return;
                }
                at++;
                separated = true;
            } else if (UclCharacters.isValueEnd(c)) {
                separated = true;
                at++;
            } else if (separated) {
                return;
            } else {
                throw error(
                        at, "a ',', a ';' or a line end is missing between a value and " + next());
            }
        }
    }

    private void close(char c) {
        if (open.depth() == 0) {
            throw error(at, UclCharacters.show(text, at) + " closes nothing");
        }
        int top = open.depth() - 1;
        boolean object = tree.type(open.node()) == UclTree.OBJECT;
        if (object != (c == '}')) {
            throw error(
                    at,
                    open.brace(top)
                            ? UclCharacters.show(text, at)
                                    + " cannot close the "
                                    + (object ? "object" : "array")
                                    + " opened at "
                                    + place(tree.source(open.openedIn(top)), open.openedAt(top))
                            : UclCharacters.show(text, at) + " closes nothing");
        }
        if (!open.brace(top)) {
            throw error(at, UclCharacters.show(text, at) + " closes nothing");
        }
        tree.setEnd(open.node(), at + 1);
        open.pop();
        // The objects of `section name { }` are closed together.
        while (open.closesWithContents()) {
            current = open.node();
            tree.setEnd(current, at + 1);
            open.pop();
        }
    }
}
