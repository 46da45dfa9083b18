package io.sriov.cli;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// `--help`, `--version`, `--completion`: prints a text that asks nobody.
///
/// @param text the text, with its last line's end
record PrintText(Supplier<String> text) implements Verb {

    @Override
    public int run(Invocation invocation) {
        byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
        invocation.terminal().write(bytes);
        return 0;
    }
}
