// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.file.BoundedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what {@link NdjsonWriter} writes, from where it left off, also while it is still being written. A line that is no event is passed
 * over and told. Confined to one thread.
 */
final class NdjsonReader implements AutoCloseable {
    private static final int MAX_NOTES = 10;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> problems = new ArrayList<>();
    private CaptureNote note = new CaptureNote("unknown", Instant.EPOCH, null);
    private long number;
    private long bad;
    private boolean tooLong;
    /** The bytes of the last line, while it has no end. */
    private long unfinished;

    NdjsonReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    static CaptureImport read(Path file, EventSink sink) throws IOException {
        try (NdjsonReader reader = new NdjsonReader(file)) {
            reader.readMore(sink);
            return reader.end(sink);
        }
    }

    /** Reads the whole lines that are there; returns whether there was any. */
    boolean readMore(EventSink sink) throws IOException {
        long before = number;
        while (fill()) {
            byte[] bytes = buffer.array();
            int from = buffer.position();
            int at = from;
            while (at < buffer.limit() && bytes[at] != '\n') {
                at++;
            }
            write(bytes, from, at - from);
            if (at < buffer.limit()) {
                take(sink);
                at++;
            }
            buffer.position(at);
        }
        return number > before;
    }

    private void write(byte[] bytes, int from, int count) {
        unfinished += count;
        tooLong |= line.size() + (long) count > BoundedJson.LONGEST;
        if (tooLong) {
            line.reset();
        } else {
            line.write(bytes, from, count);
        }
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    private void take(EventSink sink) {
        byte[] bytes = line.toByteArray();
        line.reset();
        unfinished = 0;
        number++;
        String problem = null;
        if (tooLong) {
            tooLong = false;
            problem = "it has more than " + BoundedJson.LONGEST + " bytes";
        }
        try {
            JsonNode json = BoundedJson.tree(bytes, bytes.length);
            if (number == 1 && json.has("trebuchet")) {
                note = note(json);
            } else if (!json.isMissingNode()) {
                sink.append(EventJson.read(json));
            }
        } catch (JacksonException e) {
            problem = e.getOriginalMessage();
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        if (problem != null && ++bad <= MAX_NOTES) {
            problems.add("Line " + number + " was left out: " + problem);
        }
    }

    /** Nothing more comes: a last line without an end is read, too. */
    CaptureImport end(EventSink sink) {
        if (line.size() > 0 || tooLong) {
            take(sink);
        }
        return soFar();
    }

    /** What was read up to now. */
    CaptureImport soFar() {
        List<String> notes = new ArrayList<>(problems);
        if (bad > MAX_NOTES) {
            notes.add(bad + " lines in all were left out.");
        }
        if (unfinished > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Torn tail: the last %,d bytes are a line without an end and were left out. The recording was cut off, or is still "
                            + "being written.",
                    unfinished));
        }
        return new CaptureImport(note, notes, bad > 0);
    }

    private static CaptureNote note(JsonNode json) {
        String creator = EventJson.textOrNull(json, "creator");
        return new CaptureNote(
                creator == null ? "unknown" : creator,
                HarTimes.instant(EventJson.textOrNull(json, "createdAt")),
                EventJson.textOrNull(json, "redaction"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
