// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.protocol.internal.foreign.ForeignFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The file of {@code serve --token-file}: a line {@code NAME=T} for each token; blank lines and those that begin with # are left out. */
final class TokenFile {
    private static final int MAX_BYTES = 1 << 20;

    private TokenFile() {}

    /** A line that names a token; the first line of the file has the number 1. */
    record Line(int number, String text) {}

    /**
     * Returns the lines that name a token.
     *
     * @throws IOException if the file can't be read, has no token or more than a mebibyte; the message says so
     */
    static List<Line> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = ForeignFile.read(file, MAX_BYTES);
        } catch (IOException e) {
            throw new IOException("the token file " + file + " can't be read: " + inWords(e), e);
        }
        List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        List<Line> lines = IntStream.range(0, all.size())
                .mapToObj(i -> new Line(i + 1, all.get(i).strip()))
                .filter(line -> !line.text().isEmpty() && !line.text().startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            throw new IOException(
                    "the token file " + file + " has no line NAME=T; without a token nobody could be told from others");
        }
        return lines;
    }

    private static String inWords(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "this user may not read it";
            default -> String.valueOf(failure.getMessage());
        };
    }

    /** Returns whether every user of this machine may read the file; false where nobody can tell. */
    static boolean isOpenToAll(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
