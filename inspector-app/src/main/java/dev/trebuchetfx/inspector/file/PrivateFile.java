// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files that only their owner may read, since they hold what travelled, and tells which are open to all. */
public final class PrivateFile {
    private PrivateFile() {}

    /**
     * Opens {@code file} for writing and empties it. A new one has mode 0600 where the file system knows modes; one that is there keeps its own.
     *
     * @throws IOException if it can't be made or written
     */
    public static FileChannel open(Path file) throws IOException {
        return open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /** Opens {@code file} as {@link #open} does, as a stream. */
    public static OutputStream stream(Path file) throws IOException {
        return Channels.newOutputStream(open(file));
    }

    /**
     * Writes a new file with mode 0600 in place of one that is there. A link is replaced, not followed.
     *
     * @throws IOException if it can't be made or written, or somebody else makes one at the same moment
     */
    public static void replace(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (OutputStream out = Channels.newOutputStream(open(file, options))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns whether every user of this machine may read {@code file}; false where nobody can tell. */
    public static boolean isOpenToAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static FileChannel open(Path file, Set<StandardOpenOption> options) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(file, options, owner);
    }
}
