package io.sriov.schema.nvlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Compiles `src/test/c/nvref.c`, speaks its text form, and runs it.
final class ReferenceProgram {
    private static final Path SOURCE = Path.of("src/test/c/nvref.c");

    private final Path program;

    private ReferenceProgram(Path program) {
        this.program = program;
    }

    /// Compiles the program; skips the calling test where there is no C compiler, except in CI,
    /// where that is a failure.
    static ReferenceProgram compile(Path directory) throws IOException, InterruptedException {
        boolean compiler = false;
        for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            compiler |= Files.isExecutable(Path.of(entry, "gcc"));
        }
        if (!"true".equals(System.getenv("CI"))) {
            Assumptions.assumeTrue(
                    compiler, "SKIPPED: comparison of packed nvlists with C needs gcc");
        }
        assertThat(compiler).as("gcc is on the PATH").isTrue();
        Path program = directory.resolve("nvref");
        run(
                "",
                List.of(
                        "gcc",
                        "-std=c11",
                        "-D_GNU_SOURCE",
                        "-O1",
                        "-o",
                        program.toString(),
                        SOURCE.toString()));
        return new ReferenceProgram(program);
    }

    List<String> pack(List<Nvlist> lists, boolean bigEndian)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        lists.forEach(list -> text(text, "list", list));
        return run(
                        text.toString(),
                        List.of(program.toString(), "pack", bigEndian ? "big" : "little"))
                .lines()
                .toList();
    }

    String unpack(List<byte[]> packed) throws IOException, InterruptedException {
        StringBuilder hex = new StringBuilder();
        packed.forEach(bytes -> hex.append(HexFormat.of().formatHex(bytes)).append('\n'));
        return run(hex.toString(), List.of(program.toString(), "unpack"));
    }

    /// {@return lists in the program's text form}
    static String text(List<Nvlist> lists) {
        StringBuilder text = new StringBuilder();
        lists.forEach(list -> text(text, "list", list));
        return text.toString();
    }

    private static void text(StringBuilder out, String head, Nvlist list) {
        int flags =
                list.flags().stream().mapToInt(flag -> flag == NvFlag.IGNORE_CASE ? 1 : 2).sum();
        out.append(head).append(' ').append(flags).append('\n');
        for (NvPair pair : list.pairs()) {
            String name = hex(pair.name());
            switch (pair.value()) {
                case NvValue.Null _ -> out.append("null ").append(name);
                case NvValue.Bool(boolean value) ->
                        out.append("bool ").append(name).append(value ? " 1" : " 0");
                case NvValue.Uint64 number ->
                        out.append("number ").append(name).append(' ').append(number);
                case NvValue.Text(String value) ->
                        out.append("string ").append(name).append(' ').append(hex(value));
                case NvValue.Binary binary ->
                        out.append("binary ").append(name).append(' ').append(binary);
                case NvValue.BoolArray(List<Boolean> values) -> {
                    out.append("bools ").append(name).append(' ').append(values.size());
                    values.forEach(value -> out.append(value ? " 1" : " 0"));
                }
                case NvValue.NumberArray values -> {
                    out.append("numbers ").append(name).append(' ').append(values.size());
                    values.stream()
                            .forEach(value -> out.append(' ').append(Long.toUnsignedString(value)));
                }
                case NvValue.TextArray(List<String> values) -> {
                    out.append("strings ").append(name).append(' ').append(values.size());
                    values.forEach(value -> out.append(' ').append(hex(value)));
                }
                case NvValue.NvlistArray(List<Nvlist> values) -> {
                    out.append("nvlists ")
                            .append(name)
                            .append(' ')
                            .append(values.size())
                            .append('\n');
                    values.forEach(value -> text(out, "list", value));
                    continue;
                }
                case Nvlist nested -> {
                    text(out, "nvlist " + name, nested);
                    continue;
                }
            }
            out.append('\n');
        }
        out.append("end\n");
    }

    /// The bytes of a text, worked out here once more: UTF-8, but a lone surrogate is the byte in
    /// its low half.
    private static String hex(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        StringBuilder hex = new StringBuilder();
        text.codePoints()
                .forEach(point -> {
                    if (point >= 0xdc80 && point <= 0xdcff) {
                        hex.append(HexFormat.of().toHexDigits((byte) point));
                    } else {
                        hex.append(
                                HexFormat.of()
                                        .formatHex(
                                                Character.toString(point)
                                                        .getBytes(StandardCharsets.UTF_8)));
                    }
                });
        return hex.toString();
    }

    private static String run(String input, List<String> command)
            throws IOException, InterruptedException {
        Path in = Files.createTempFile("nvref", ".in");
        try {
            Files.writeString(in, input);
            Process process =
                    new ProcessBuilder(new ArrayList<>(command))
                            .redirectInput(in.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
            return output;
        } finally {
            Files.delete(in);
        }
    }
}
