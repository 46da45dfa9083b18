package io.sriov.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks a command line as getopt(3) of FreeBSD does, with named options besides the letters.
///
/// Letters may be joined (`-Cn`), an argument may be joined to its letter (`-fix0.conf`) or follow
/// it, whatever it looks like; `--` or the first word that is no option ends the options, and what
/// follows is not looked at. A named option takes its argument after `=` or as the next word.
final class Getopt {
    private final List<String> words;
    private int at;
    private boolean ended;
    private String joined = "";

    private @Nullable String argument;

    Getopt(List<String> words) {
        this.words = words;
    }

    /// {@return the next option, or null at the end of the options}
    ///
    /// @throws UsageException when there is no such option, or its argument is missing
    @Nullable Option next() {
        argument = null;
        if (joined.isEmpty()) {
            if (ended || at == words.size() || !isOption(words.get(at))) {
                return null;
            }
            String word = words.get(at++);
            if (word.equals("--")) {
                ended = true;
                return null;
            }
            if (word.startsWith("--")) {
                return named(word.substring(2));
            }
            joined = word.substring(1);
        }
        return letter();
    }

    /// {@return the next word, where it is no option, or null at the end of the words; the options
    /// go on behind it}
    @Nullable String operand() {
        return at == words.size() ? null : words.get(at++);
    }

    /// {@return the argument of the option that [#next()] gave last}
    ///
    /// @throws IllegalStateException when that option takes none
    String argument() {
        if (argument == null) {
            throw new IllegalStateException("the option takes no argument");
        }
        return argument;
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-';
    }

    private Option letter() {
        char letter = joined.charAt(0);
        joined = joined.substring(1);
        Option option = Option.ofLetter(letter);
        if (option == null) {
            throw unrecognized("illegal option -- " + letter, letter);
        }
        if (option.takesArgument()) {
            if (!joined.isEmpty()) {
                argument = joined;
                joined = "";
            } else if (at < words.size()) {
                argument = words.get(at++);
            } else {
                throw unrecognized("option requires an argument -- " + letter, letter);
            }
        }
        return option;
    }

    private Option named(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = Option.ofName(name);
        if (option == null) {
            throw new UsageException(
                    "unrecognized option '--" + name + "'", "iovctl --help shows all options");
        }
        if (!option.takesArgument()) {
            if (equals >= 0) {
                throw new UsageException("option '--" + name + "' takes no argument");
            }
        } else if (equals >= 0) {
            argument = word.substring(equals + 1);
        } else if (at < words.size()) {
            argument = words.get(at++);
        } else {
            throw new UsageException("option '--" + name + "' requires an argument");
        }
        return option;
    }

    private static UsageException unrecognized(String getopt, char letter) {
        return new UsageException(getopt, "Unrecognized argument '-" + letter + "'", "");
    }
}
