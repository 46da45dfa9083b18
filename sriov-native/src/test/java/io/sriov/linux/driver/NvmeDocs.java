package io.sriov.linux.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `docs/linux-nvme.md` shows.
final class NvmeDocs {
    private static final Path DOCUMENT = Path.of("../docs/linux-nvme.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```$");

    private NvmeDocs() {}

    /// {@return the configuration, which is the first block of the document}
    static String example() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        if (!block.find()) {
            throw new AssertionError("no block in " + DOCUMENT);
        }
        return block.group(1);
    }
}
