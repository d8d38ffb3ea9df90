// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes files that only their owner may read, since they hold what travelled. */
public final class PrivateFile {
    private PrivateFile() {}

    /**
     * Opens {@code file} for writing and empties it. A new one has mode 0600 where the file system knows modes; one that is there keeps its own.
     *
     * @throws IOException if it can't be made or written
     */
    public static FileChannel open(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                owner);
    }

    /** Opens {@code file} as {@link #open} does, as a stream. */
    public static OutputStream stream(Path file) throws IOException {
        return Channels.newOutputStream(open(file));
    }
}
