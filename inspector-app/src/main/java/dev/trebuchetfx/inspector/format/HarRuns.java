// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureFileReader;
import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the messages of an archive, which stand connection by connection, into the order in which they came. What is in order, the
 * messages of one connection or a part of them, is a run in a temporary file; runs are merged with a block of each in memory, and only of those that overlap.
 *
 * <p>In the file an event's time is its place in that order: its index, where we wrote the archive, otherwise its time. The time itself
 * follows the body. Confined to one thread.
 */
final class HarRuns implements Closeable {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int TRAVEL =
            EventFlags.TEXT | EventFlags.REDACTED | EventFlags.CUT | EventFlags.FRAGMENTED | EventFlags.COMPRESSED;

    private final Path file;
    private final CaptureFileWriter spool;
    /** The entries that are WebSockets; an archive may have millions of others. */
    private final List<HarEntry> entries = new ArrayList<>();

    private int begun;
    private @Nullable HarEntry current;
    /** The entry of each run but that of the notices, whose number is 0. */
    private final Map<Integer, HarEntry> entryOfRun = new HashMap<>();

    private RunWindow window = new RunWindow(message -> {});
    private int lastRun = -1;
    private @Nullable CaptureFileReader reader;

    HarRuns(Path file) throws IOException {
        this.file = file;
        this.spool = CaptureFileWriter.create(file, new CaptureNote("import", Instant.EPOCH, null), BLOCK_BYTES);
    }

    HarEntry begin() throws IOException {
        spool.flush();
        HarEntry entry = new HarEntry(++begun);
        current = entry;
        lastRun = -1;
        window = new RunWindow(message -> spool(entry, message));
        return entry;
    }

    void end() throws IOException {
        window.end();
        spool.flush();
        HarEntry entry = current;
        if (entry != null && entry.isSocket) {
            entries.add(entry);
        }
    }

    private void spool(HarEntry entry, RunWindow.Message message) {
        entry.hasMessages = true;
        if (message.run() != lastRun) {
            lastRun = message.run();
            entryOfRun.put(entryOfRun.size() + 1, entry);
            try {
                // A block holds events of one run.
                spool.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        spool(
                entryOfRun.size(),
                message.key(),
                message.time(),
                message.kind(),
                message.flags(),
                message.body().unsafeArray());
    }

    private void spool(int run, long key, long time, EventKind kind, int flags, byte[] body) {
        byte[] more = Arrays.copyOf(body, body.length + Long.BYTES);
        ByteBuffer.wrap(more).putLong(body.length, time);
        spool.append(new CapturedEvent(
                key, kind, flags, new ConnectionName(0, run, null), null, 0, 0, null, Bytes.wrap(more)));
    }

    void notice(long index, CapturedEvent event) {
        byte[] json = JsonMapper.shared().writeValueAsBytes(EventJson.write(index, event));
        spool(0, index, event.time(), EventKind.LATER, 0, json);
    }

    /** Takes a message of the entry that was begun last; false where it is none that an importer takes. */
    boolean message(JsonNode message) {
        String type = EventJson.textOrNull(message, "type");
        String data = EventJson.textOrNull(message, "data");
        JsonNode opcode = message.path("opcode");
        if (data == null
                || !opcode.isIntegralNumber()
                || !opcode.canConvertToInt()
                || !("send".equals(type) || "receive".equals(type))) {
            return false;
        }
        JsonNode ours = message.path("_trebuchet");
        Long time = exact(ours.path("t"));
        if (time == null) {
            time = HarTimes.nanos(message.path("time"));
        }
        if (time == null) {
            return false;
        }
        boolean text = opcode.intValue() == 1;
        byte[] body;
        try {
            body = text ? Bytes.utf8(data).unsafeArray() : EventJson.base64(data);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        int flags = (EventJson.readFlags(ours) & TRAVEL)
                | (text ? EventFlags.TEXT : 0)
                | ("send".equals(type) ? EventFlags.SENT : 0);
        Long index = exact(ours.path("i"));
        window.add(index == null ? time : index, time, kind(opcode.intValue()), flags, Bytes.wrap(body));
        return true;
    }

    private static @Nullable Long exact(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() ? (Long) number.longValue() : null;
    }

    private static EventKind kind(int opcode) {
        return switch (opcode) {
            case 8 -> EventKind.CLOSE;
            case 9 -> EventKind.PING;
            case 10 -> EventKind.PONG;
            // Which message it is shows when it is read.
            default -> EventKind.UNKNOWN;
        };
    }

    /** One run of events that are in order. */
    private final class Run {
        private final int number;
        private final List<Long> places = new ArrayList<>();
        private long key;
        private int nextPlace;
        private @Nullable LogCursor events;

        Run(int number) {
            this.number = number;
        }

        /** Stands on the next event; false at the end. */
        boolean next() throws IOException {
            while (events == null || !events.next()) {
                if (nextPlace == places.size()) {
                    return false;
                }
                events = Objects.requireNonNull(reader)
                        .blockAt(places.get(nextPlace))
                        .cursor();
                nextPlace++;
            }
            key = events.time();
            return true;
        }
    }

    /** Gives everything to {@code sink}, in order. */
    void merge(EventSink sink) throws IOException {
        spool.close();
        reader = CaptureFileReader.open(file);
        Map<Integer, Run> runs = new HashMap<>();
        reader.readBlocks((place, events) -> {
            LogCursor first = events.cursor();
            ConnectionName name = first.next() ? first.connection() : null;
            Run run = runs.computeIfAbsent(name == null ? 0 : name.number(), Run::new);
            if (run.places.isEmpty()) {
                run.key = first.time();
            }
            run.places.add(place);
        });
        PriorityQueue<Run> open = new PriorityQueue<>(
                Comparator.<Run>comparingLong(run -> run.key).thenComparingInt(run -> run.number));
        open.addAll(runs.values());
        Map<Integer, FrameEvents> sources = new HashMap<>();
        for (Run run = open.poll(); run != null; run = open.poll()) {
            if (run.events == null && !run.next()) {
                continue;
            }
            emit(run, sources, sink);
            if (run.next()) {
                open.add(run);
            }
        }
        for (HarEntry entry : entries) {
            // A connection without any message is told at the end.
            if (entry.isSocket) {
                entry.tellOpened(sink, 0);
            }
        }
    }

    private void emit(Run run, Map<Integer, FrameEvents> sources, EventSink sink) {
        LogCursor event = Objects.requireNonNull(run.events);
        byte[] stored = Objects.requireNonNull(event.body(), "the temporary file is gone")
                .unsafeArray();
        int length = stored.length - Long.BYTES;
        long time = ByteBuffer.wrap(stored).getLong(length);
        byte[] body = Arrays.copyOf(stored, length);
        if (event.kind() == EventKind.LATER) {
            try {
                sink.append(EventJson.read(JsonMapper.shared().readTree(body)));
            } catch (JacksonException e) {
                throw new IllegalStateException("what was written a moment ago can't be read", e);
            }
            return;
        }
        HarEntry entry = Objects.requireNonNull(entryOfRun.get(run.number));
        ConnectionName name = entry.name();
        entry.tellOpened(sink, time);
        if (event.kind() == EventKind.UNKNOWN) {
            FrameEvents frames = sources.computeIfAbsent(name.source(), FrameEvents::new);
            sink.append(frames.frame(time, name, event.flags(), Bytes.wrap(body)));
        } else {
            sink.append(FrameEvents.control(time, event.kind(), name, event.flags(), Bytes.wrap(body)));
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
        if (reader != null) {
            reader.close();
        }
    }
}
