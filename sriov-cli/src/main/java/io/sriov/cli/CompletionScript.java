package io.sriov.cli;

import picocli.AutoComplete;

/// The script that lets a shell complete `iovctl` commands.
final class CompletionScript {
    /// The shells.
    enum Shell {
        BASH,
        ZSH
    }

    private CompletionScript() {}

    /// {@return the script: bash reads it as it is, zsh through its `bashcompinit`, which the
    /// script itself turns on}
    static String text() {
        return AutoComplete.bash("iovctl", HelpText.commandLine());
    }
}
