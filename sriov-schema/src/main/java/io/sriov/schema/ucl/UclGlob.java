package io.sriov.schema.ucl;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds the files whose names match a pattern of glob(7): `*`, `?`, `[a-z]`, `[!a-z]`, and a
/// backslash before a character that stands for itself.
///
/// Names that begin with a dot match only a pattern that does so, too.
final class UclGlob {

    private UclGlob() {}

    /// {@return the files that match, each path's names in the order of their characters}
    ///
    /// @param pattern names and patterns, separated by `/`; absolute
    /// @param limit how many files to return at most
    static List<String> expand(String pattern, int limit) {
        List<Path> found = new ArrayList<>();
        found.add(Path.of("/"));
        for (Path name : Path.of(pattern)) {
            String part = name.toString();
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                if (isPattern(part)) {
                    next.addAll(matching(directory, part));
                } else if (Files.exists(directory.resolve(part), LinkOption.NOFOLLOW_LINKS)) {
                    next.add(directory.resolve(part));
                }
                if (next.size() > limit) {
                    break;
                }
            }
            found = next;
        }
        return found.stream().map(Path::toString).limit(limit).toList();
    }

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private static List<Path> matching(Path directory, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if ((name.charAt(0) != '.' || pattern.charAt(0) == '.') && matches(pattern, name)) {
                    found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // a directory that cannot be read matches nothing, as in glob(3)
        }
        found.sort((a, b) -> a.toString().compareTo(b.toString()));
        return found;
    }

    /// {@return whether a name matches a pattern}
    static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int starAt = -1;
        int starName = 0;
        while (n < name.length()) {
            int after = p < pattern.length() ? matchOne(pattern, p, name.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                starName = n;
            } else if (after > 0) {
                p = after;
                n++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /// {@return the place after the one character or class at `p`, or -1 if it does not match `c`}
    private static int matchOne(String pattern, int p, char c) {
        char first = pattern.charAt(p);
        if (first == '?') {
            return p + 1;
        }
        if (first == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        if (first != '[') {
            return first == c ? p + 1 : -1;
        }
        int i = p + 1;
        boolean negated =
                i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^');
        if (negated) {
            i++;
        }
        boolean matched = false;
        for (int start = i; i < pattern.length(); i++) {
            char low = pattern.charAt(i);
            if (low == ']' && i > start) {
                return matched != negated ? i + 1 : -1;
            }
            char high = low;
            if (i + 2 < pattern.length()
                    && pattern.charAt(i + 1) == '-'
                    && pattern.charAt(i + 2) != ']') {
                high = pattern.charAt(i + 2);
                i += 2;
            }
            matched |= low <= c && c <= high;
        }
        return c == '[' ? p + 1 : -1; // no closing bracket: it stands for itself
    }
}
