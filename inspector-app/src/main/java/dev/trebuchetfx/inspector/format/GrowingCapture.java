// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureFileReader;
import dev.trebuchetfx.inspector.capture.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A capture that is read into a log, piece by piece, and may still grow. Bodies of our own format stay in the file. Confined to one thread;
 * {@link #close} by any.
 */
public final class GrowingCapture implements AutoCloseable {
    private static final int BLOCKS_AT_ONCE = 16;

    private final Path file;
    private final EventLog log;
    private final CaptureFormat format;
    private final @Nullable CaptureFileReader own;
    private final @Nullable NdjsonReader lines;
    private CaptureImport found = CaptureImport.NOTHING;
    private boolean begun;
    private boolean harRead;

    private GrowingCapture(
            Path file,
            EventLog log,
            CaptureFormat format,
            @Nullable CaptureFileReader own,
            @Nullable NdjsonReader lines) {
        this.file = file;
        this.log = log;
        this.format = format;
        this.own = own;
        this.lines = lines;
    }

    /** Opens a file in any of our formats. Throws, with what was found, where it is in none. */
    public static GrowingCapture open(Path file, EventLog log) throws IOException {
        CaptureFormat format = CaptureFormat.of(file);
        CaptureFileReader own = format == CaptureFormat.OWN ? CaptureFileReader.open(file) : null;
        if (own != null && own.note().isFiltered()) {
            log.markFiltered();
        }
        return new GrowingCapture(
                file, log, format, own, format == CaptureFormat.NDJSON ? new NdjsonReader(file) : null);
    }

    /** Reads more into the log, a bounded part where the format allows it; false where there is no more for now. */
    public boolean readMore() throws IOException {
        if (own != null) {
            // Little at first: a reader has something to show soon.
            boolean more = own.readInto(log, begun ? BLOCKS_AT_ONCE : 1);
            begun = true;
            found = new CaptureImport(own.note(), own.notes(), own.comments(), own.isDamaged());
            return more;
        }
        if (lines != null) {
            boolean more = lines.readMore(log);
            found = lines.soFar();
            tellFiltered();
            return more;
        }
        if (harRead) {
            return false;
        }
        harRead = true;
        found = format.read(file, log);
        tellFiltered();
        return true;
    }

    private void tellFiltered() {
        if (found.note().isFiltered()) {
            log.markFiltered();
        }
    }

    /** Whether more may come: an archive, and a capture that says that it is whole, don't grow. */
    public boolean mayGrow() {
        return own == null ? lines != null : !own.isEnded();
    }

    /** What was found up to now. */
    public CaptureImport found() {
        return found;
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
        }
        if (lines != null) {
            lines.close();
        }
    }
}
