// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.file.PrivateFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes one JSON object a line: first what the file is, then each event. */
final class NdjsonWriter implements CaptureWriter {
    static final String FORMAT = "capture";

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private long count;
    private boolean closed;

    NdjsonWriter(Path file, CaptureNote note) throws IOException {
        out = new BufferedOutputStream(PrivateFile.stream(file), 1 << 16);
        line(header(note));
    }

    /** The first line: what the capture is. */
    static ObjectNode header(CaptureNote note) {
        ObjectNode header = EventJson.object();
        header.put("trebuchet", FORMAT)
                .put("version", 1)
                .put("creator", note.creator())
                .put("createdAt", note.createdAt().toString());
        EventJson.put(header, "redaction", note.redaction());
        return header;
    }

    private void line(JsonNode json) throws IOException {
        out.write(JsonMapper.shared().writeValueAsBytes(json));
        out.write('\n');
    }

    @Override
    public void append(CapturedEvent event) {
        lock.lock();
        try {
            line(EventJson.write(count, event));
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long flush() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                out.flush();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            out.close();
        } finally {
            lock.unlock();
        }
    }
}
