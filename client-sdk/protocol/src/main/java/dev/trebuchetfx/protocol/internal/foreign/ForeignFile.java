// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The reading of a small file that a user names. A pipe may never answer and a device may never end, so neither is read. */
public final class ForeignFile {
    private ForeignFile() {}

    /**
     * Returns the content of a regular file, or of that to which a link leads.
     *
     * @throws IOException if it can't be read, is no regular file, or has more than {@code maxBytes}; the message says so
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new IOException("expected a regular file but found a folder");
        }
        if (!attributes.isRegularFile()) {
            throw new IOException("expected a regular file but found a pipe or a device; copy what it gives to a file");
        }
        try (InputStream input = Files.newInputStream(file)) {
            byte[] content = input.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new IOException("expected at most " + maxBytes + " bytes but found more");
            }
            return content;
        }
    }
}
