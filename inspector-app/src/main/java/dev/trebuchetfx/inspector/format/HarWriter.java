// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureFileReader;
import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.file.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an HTTP archive. HAR has one entry for each connection and says of each what is known at its end, so it can't be written as
 * events come: until it is closed they go into a capture of our own format beside it, {@code NAME.har.tfx}, which stays and can be opened if
 * the process is killed.
 */
final class HarWriter implements CaptureWriter {
    private final Path file;
    private final Path part;
    private final CaptureNote note;
    private final WorkProgress progress;
    private final CaptureFileWriter spool;
    private boolean closed;

    HarWriter(Path file, CaptureNote note, WorkProgress progress) throws IOException {
        this.file = file;
        this.note = note;
        this.progress = progress;
        this.part = partOf(file);
        this.spool = CaptureFileWriter.create(part, note);
        // Fails now rather than after an hour of recording.
        PrivateFile.stream(file).close();
    }

    /** Returns the file that holds the events until the archive is written. */
    static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + CaptureFormat.OWN.extension());
    }

    @Override
    public void append(CapturedEvent event) {
        // It is written once more when the file is closed.
        progress.expect(1);
        spool.append(event);
    }

    @Override
    public long flush() throws IOException {
        return spool.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        spool.close();
        try (CaptureFileReader reader = CaptureFileReader.open(part)) {
            HarDocument.write(reader, note, file, progress);
        }
        Files.delete(part);
    }
}
