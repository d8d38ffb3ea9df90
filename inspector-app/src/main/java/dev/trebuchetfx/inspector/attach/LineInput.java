// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.attach;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 up to a length. Memory grows with what comes. Confined to one thread. */
final class LineInput {
    private final InputStream in;
    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineInput(InputStream in, int longest) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.longest = longest;
    }

    /**
     * Returns the next line without its end; null at the end of the stream.
     *
     * @throws IOException if it has more bytes than a line may have
     */
    @Nullable
    String next() throws IOException {
        line.reset();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.size() >= longest) {
                throw new IOException("expected lines of at most " + longest + " bytes but one is longer");
            }
            line.write(next);
            next = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
