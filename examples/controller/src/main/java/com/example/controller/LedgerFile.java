package com.example.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.json.JsonMapper;

/// Keeps a ledger in a file, as a whole: a crash leaves the old one or the new one.
final class LedgerFile {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    LedgerFile(Path file) {
        this.file = file;
    }

    Ledger read(int size) {
        if (Files.notExists(file)) {
            return Ledger.ofSize(size);
        }
        return JSON.readValue(file.toFile(), Ledger.class);
    }

    void write(Ledger ledger) {
        Path young = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer text =
                ByteBuffer.wrap(JSON.writeValueAsString(ledger).getBytes(StandardCharsets.UTF_8));
        try {
            try (FileChannel out =
                    FileChannel.open(
                            young,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.move(
                    young,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be kept in " + file, e);
        }
    }
}
