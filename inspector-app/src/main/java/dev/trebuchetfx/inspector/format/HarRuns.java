// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.client.wire.Bytes;
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
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
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
 * Puts the messages of an archive, which stand connection by connection, into the order in which they came. What is in order already, the
 * messages of one connection, is a run in a temporary file; runs are merged with a block of each in memory, and only of those that overlap.
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
    private final Map<Integer, HarEntry> entries = new HashMap<>();
    private @Nullable CaptureFileReader reader;

    HarRuns(Path file) throws IOException {
        this.file = file;
        this.spool = CaptureFileWriter.create(file, new CaptureNote("import", Instant.EPOCH, null), BLOCK_BYTES);
    }

    HarEntry begin() throws IOException {
        spool.flush();
        return new HarEntry(entries.size() + 1);
    }

    void end(HarEntry entry) throws IOException {
        spool.flush();
        entries.put(entry.ordinal, entry);
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

    /** False where it is no message that an importer takes. */
    boolean message(HarEntry entry, JsonNode message) {
        String type = EventJson.textOrNull(message, "type");
        String data = EventJson.textOrNull(message, "data");
        JsonNode opcode = message.path("opcode");
        if (data == null
                || !message.path("time").isNumber()
                || !opcode.isNumber()
                || !("send".equals(type) || "receive".equals(type))) {
            return false;
        }
        JsonNode ours = message.path("_trebuchet");
        long time = ours.path("t").isIntegralNumber() ? ours.path("t").longValue() : nanos(message.path("time"));
        boolean text = opcode.intValue() == 1;
        byte[] body;
        try {
            body = text ? Bytes.utf8(data).unsafeArray() : Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        int flags = (EventJson.readFlags(ours) & TRAVEL)
                | (text ? EventFlags.TEXT : 0)
                | ("send".equals(type) ? EventFlags.SENT : 0);
        long key = ours.path("i").isIntegralNumber() ? ours.path("i").longValue() : time;
        spool(entry.ordinal, key, time, kind(opcode.intValue()), flags, body);
        return true;
    }

    private static long nanos(JsonNode seconds) {
        return new BigDecimal(seconds.asString())
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
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
        private final int entry;
        private final List<Long> places = new ArrayList<>();
        private long key;
        private int nextPlace;
        private @Nullable LogCursor events;

        Run(int entry) {
            this.entry = entry;
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
                Comparator.<Run>comparingLong(run -> run.key).thenComparingInt(run -> run.entry));
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
        for (HarEntry entry : entries.values()) {
            tellLate(entry, runs, sink);
        }
    }

    /** A connection without any message is told at the end. */
    private static void tellLate(HarEntry entry, Map<Integer, Run> runs, EventSink sink) {
        if (entry.isSocket && !entry.isOurs && !runs.containsKey(entry.ordinal)) {
            sink.append(entry.opened());
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
        HarEntry entry = Objects.requireNonNull(entries.get(run.entry));
        ConnectionName name = entry.name();
        if (event.index() == firstIndex(run) && !entry.isOurs) {
            sink.append(entry.opened());
        }
        if (event.kind() == EventKind.UNKNOWN) {
            FrameEvents frames = sources.computeIfAbsent(name.source(), FrameEvents::new);
            sink.append(frames.frame(time, name, event.flags(), Bytes.wrap(body)));
        } else {
            sink.append(FrameEvents.control(time, event.kind(), name, event.flags(), Bytes.wrap(body)));
        }
    }

    private static long firstIndex(Run run) {
        return run.nextPlace == 1 && run.events != null ? run.events.view().first() : -1;
    }

    @Override
    public void close() throws IOException {
        spool.close();
        if (reader != null) {
            reader.close();
        }
    }
}
