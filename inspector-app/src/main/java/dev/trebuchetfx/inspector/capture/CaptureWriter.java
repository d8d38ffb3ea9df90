// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.io.Closeable;
import java.io.IOException;

/** Writes events to a file. Safe for use by any thread: one appends, another flushes. {@link #append} throws {@link java.io.UncheckedIOException}. */
public interface CaptureWriter extends EventSink, Closeable {
    /** Hands everything so far to the operating system: a killed process can't lose it any more. Returns how many events that is. */
    long flush() throws IOException;

    /** Writes what is left. More than once does no harm. */
    @Override
    void close() throws IOException;
}
