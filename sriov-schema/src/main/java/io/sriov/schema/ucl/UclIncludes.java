package io.sriov.schema.ucl;

import io.sriov.schema.ucl.UclFiles.FileTrouble;
import io.sriov.schema.ucl.UclFiles.Trouble;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The macros that read other files: `.include`, `.try_include`, `.includes` and `.load`.
///
/// What they do is what `ucl_include_common` and `ucl_load_handler` in libucl's `ucl_util.c` do,
/// except that nothing outside the [include root][UclFactoryBuilder#includeRoot] is read, that
/// nothing is fetched from the network, and that a signature that was asked for is never taken as
/// verified.
final class UclIncludes {

    /// What the arguments of one macro say.
    private record Request(
            boolean softFail,
            boolean mustExist,
            boolean sign,
            boolean glob,
            boolean url,
            boolean autoPrefix,
            @Nullable String prefix,
            boolean intoArray,
            UclReader.Duplicates duplicates,
            int priority) {}

    private final UclReadSettings settings;
    private final UclFiles files;

    private @Nullable List<String> searchPath;
    private @Nullable Path currentFile;
    private int depth;

    UclIncludes(UclReadSettings settings, UclFiles files, @Nullable Path currentFile) {
        this.settings = settings;
        this.files = files;
        this.currentFile = currentFile;
    }

    /// {@return includes for the arguments of a macro: a search path of their own, the same limits}
    UclIncludes forArguments() {
        UclIncludes inner = new UclIncludes(settings, files, null);
        inner.depth = depth;
        return inner;
    }

    private void requireEnabled(UclReader reader, int macroAt) {
        if (!settings.has(UclReadFeature.INCLUDES)) {
            throw reader.error(
                    macroAt,
                    "this text wants to read another file, which is not allowed here;"
                            + " UclReadFeature.INCLUDES with UclFactoryBuilder.includeRoot allows it"
                            + " below one directory");
        }
    }

    // ---- .include, .try_include, .includes

    void include(
            UclReader reader,
            int macroAt,
            String name,
            UclArguments arguments,
            boolean tryByDefault,
            boolean signByDefault) {
        requireEnabled(reader, macroAt);
        Request request = request(arguments, tryByDefault, signByDefault);
        List<String> newPath = arguments.strings("path");
        if (newPath != null) {
            searchPath = newPath;
        }
        if (request.url() && name.contains("://")) {
            if (request.mustExist()) {
                throw reader.error(macroAt, "'" + name + "' cannot be included: only files can be");
            }
            return;
        }
        List<String> directories = searchPath;
        if (directories == null) {
            if (!named(reader, macroAt, name, request)) {
                throw reader.error(
                        macroAt,
                        "cannot include '"
                                + name
                                + "'; .include(try=true) would go on without the file, .try_include"
                                + " goes on only to the next directory of a search path");
            }
            return;
        }
        boolean found = false;
        for (String directory : directories) {
            found = named(reader, macroAt, directory + "/" + name, request);
            if (found && !request.glob()) {
                break;
            }
        }
        if (!found) {
            throw reader.error(
                    macroAt, "there is no '" + name + "' in the directories " + directories);
        }
    }

    private static Request request(
            UclArguments arguments, boolean tryByDefault, boolean signByDefault) {
        Boolean tries = arguments.bool("try");
        String duplicate = arguments.string("duplicate", "key", "target");
        Long priority = arguments.integer("priority");
        return new Request(
                tryByDefault,
                tries == null ? !tryByDefault : !tries,
                orElse(arguments.bool("sign", "try"), signByDefault),
                orElse(arguments.bool("glob", "try", "sign"), false),
                orElse(arguments.bool("url", "try", "sign", "glob"), false),
                orElse(arguments.bool("prefix", "try", "sign", "glob", "url"), false),
                arguments.string("key"),
                "array".equalsIgnoreCase(arguments.string("target", "key")),
                switch (duplicate) {
                    case "merge" -> UclReader.Duplicates.MERGE;
                    case "rewrite" -> UclReader.Duplicates.REWRITE;
                    case "error" -> UclReader.Duplicates.ERROR;
                    case null, default -> UclReader.Duplicates.APPEND;
                },
                priority == null ? 0 : priority.intValue());
    }

    private static boolean orElse(@Nullable Boolean value, boolean otherwise) {
        return value == null ? otherwise : value;
    }

    /// Includes the file of a name, or the files that match it.
    ///
    /// @return false if the macro goes on to the next directory of the search path
    private boolean named(UclReader reader, int macroAt, String name, Request request) {
        if (!request.glob() || (name.indexOf('*') < 0 && name.indexOf('?') < 0)) {
            return file(reader, macroAt, name, request);
        }
        List<String> matches;
        try {
            matches = files.match(name);
        } catch (FileTrouble e) {
            throw reader.error(macroAt, e.message());
        }
        if (matches.isEmpty()) {
            if (request.mustExist()) {
                throw reader.error(macroAt, "no file matches '" + name + "'");
            }
            return true;
        }
        int included = 0;
        for (String match : matches) {
            if (file(reader, macroAt, match, request)) {
                included++;
            }
        }
        if (included == 0 && request.mustExist()) {
            throw reader.error(macroAt, "no file that matches '" + name + "' can be included");
        }
        return true;
    }

    private boolean file(UclReader reader, int macroAt, String name, Request request) {
        Path real;
        byte[] content;
        try {
            real = files.resolve(name);
            if (real.equals(currentFile)) {
                if (request.softFail()) {
                    return false;
                }
                throw reader.error(macroAt, "'" + name + "' includes itself");
            }
            content = files.read(real);
        } catch (FileTrouble e) {
            if (e.trouble() != Trouble.FORBIDDEN) {
                if (request.softFail()) {
                    return false;
                }
                if (!request.mustExist() && e.trouble() != Trouble.UNREADABLE) {
                    return true;
                }
            }
            throw reader.error(macroAt, e.message());
        }
        if (request.sign()) {
            throw reader.error(
                    macroAt,
                    "the signature of '" + name + "' cannot be verified: this reader has no keys");
        }
        if (depth >= settings.includeRules().maxDepth()) {
            throw reader.error(
                    macroAt,
                    "files are included deeper than "
                            + settings.includeRules().maxDepth()
                            + " levels; perhaps they include each other");
        }
        read(reader, macroAt, real, content, request);
        return true;
    }

    private void read(UclReader reader, int macroAt, Path real, byte[] content, Request request) {
        UclInput input = UclInput.of(content, 0, content.length);
        UclSource source = source(reader, macroAt, real, input);
        int under = under(reader, macroAt, real, request);
        Path outerFile = currentFile;
        currentFile = real;
        depth++;
        String[] outerVariables = reader.variables.leaveFile();
        reader.variables.enterFile(real.toString(), directoryOf(real));
        int from =
                settings.has(UclReadFeature.SKIP_BYTE_ORDER_MARK) && input.chars()[0] == '\uFEFF'
                        ? 1
                        : 0;
        reader.include(source, from, request.priority(), request.duplicates(), under);
        reader.variables.leaveFile();
        reader.variables.enterFile(outerVariables[0], outerVariables[1]);
        depth--;
        currentFile = outerFile;
    }

    private UclSource source(UclReader reader, int macroAt, Path real, UclInput input) {
        if (reader.tree.sourceCount() == UclTree.MAX_SOURCES) {
            throw reader.error(macroAt, "too many files are included in one text");
        }
        settings.constraints().validateDocumentLength(input.length());
        return reader.tree.addSource(input, UclReference.file(real, settings.errorReports()));
    }

    static String directoryOf(Path file) {
        Path directory = file.getParent();
        return directory == null ? "/" : directory.toString();
    }

    /// {@return the object that the members of a file go to, or [UclTree#NONE]}
    private static int under(UclReader reader, int macroAt, Path real, Request request) {
        String prefix = request.prefix();
        if (prefix == null && request.autoPrefix()) {
            prefix = baseName(real);
        }
        if (prefix == null) {
            return UclTree.NONE;
        }
        UclTree tree = reader.tree;
        int object = reader.container();
        int key = tree.names.number(prefix);
        int old = tree.find(object, key);
        if (!request.intoArray()) {
            if (old == UclTree.NONE) {
                int made = container(reader, request, UclTree.OBJECT, key, macroAt);
                tree.insert(object, made);
                return made;
            }
            if (tree.type(old) != UclTree.OBJECT) {
                throw reader.error(
                        macroAt,
                        "'" + prefix + "' is there already, and is no object to include into");
            }
            return old;
        }
        int made = container(reader, request, UclTree.OBJECT, UclTree.NONE, macroAt);
        if (old == UclTree.NONE) {
            int array = container(reader, request, UclTree.ARRAY, key, macroAt);
            tree.insert(object, array);
            tree.append(array, made);
        } else if (tree.type(old) == UclTree.ARRAY) {
            tree.append(old, made);
        } else {
            int array = tree.add(reader.source.number(), 0, key, macroAt);
            tree.setContainer(array, UclTree.ARRAY, reader.source.number(), macroAt);
            tree.substitute(object, old, array);
            tree.append(array, old);
            tree.append(array, made);
        }
        return made;
    }

    private static int container(
            UclReader reader, Request request, int type, int key, int macroAt) {
        int source = reader.source.number();
        int node = reader.tree.add(source, request.priority(), key, macroAt);
        reader.tree.setContainer(node, type, source, macroAt);
        return node;
    }

    private static String baseName(Path real) {
        String name = String.valueOf(real.getFileName());
        return name.endsWith(".conf") || name.endsWith(".ucl")
                ? name.substring(0, name.lastIndexOf('.'))
                : name;
    }

    // ---- .load

    void load(UclReader reader, int macroAt, String name, UclArguments arguments) {
        requireEnabled(reader, macroAt);
        String key = arguments.string("key");
        if (key == null || key.isEmpty()) {
            throw reader.error(macroAt, "a key is missing: write .load(key=NAME) \"FILE\"");
        }
        if (name.isEmpty()) {
            throw reader.error(macroAt, "a file is missing: write .load(key=NAME) \"FILE\"");
        }
        boolean mayBeMissing = orElse(arguments.bool("try"), false);
        byte[] content;
        Path real;
        try {
            real = files.resolve(name);
            content = files.read(real);
        } catch (FileTrouble e) {
            if (mayBeMissing && e.trouble() != Trouble.FORBIDDEN) {
                return;
            }
            throw reader.error(macroAt, e.message());
        }
        UclTree tree = reader.tree;
        int object = reader.container();
        int number = tree.names.number(key);
        if (tree.find(object, number) != UclTree.NONE) {
            throw reader.error(macroAt, "'" + key + "' is there already");
        }
        String target = arguments.string("target", "key");
        boolean text = target == null || target.equalsIgnoreCase("string");
        boolean integer = "int".equalsIgnoreCase(target);
        UclInput input = UclInput.of(content, 0, content.length);
        UclSource source = source(reader, macroAt, real, input);
        if (text ? content.length == 0 : !integer) {
            return;
        }
        Long priority = arguments.integer("priority");
        int node = tree.add(source.number(), priority == null ? 0 : priority.intValue(), number, 0);
        if (text) {
            String value = UclLoadedText.of(input, arguments);
            settings.constraints().validateStringLength(value.length());
            tree.setString(node, UclStringStyle.LOADED, source.number(), 0, source.length(), value);
        } else {
            tree.setNumber(
                    node,
                    UclTree.INT,
                    UclLoadedText.integer(input),
                    source.number(),
                    0,
                    source.length());
        }
        tree.insert(object, node);
    }
}
