// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.inspector.audit.SequenceVerdict;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of each message and completes it when a later event says what the message meant: the stream that an invocation
 * opened, an update that could not be read. Confined to the thread that reads the log.
 */
final class RowLinker {
    private static final int MAX_OPEN = 4_096;
    private static final UUID NO_ID = new UUID(0, 0);

    private final MessageIndex rows;
    private final Map<UUID, Integer> streamsByID = bounded();
    private final Map<Integer, Long> invocationRows = bounded();
    private final Map<UUID, Long> startRows = bounded();
    private final Map<UUID, Integer> callsByStreamID = bounded();
    private final RecentUpdates updateRows = new RecentUpdates(MAX_OPEN);

    RowLinker(MessageIndex rows) {
        this.rows = rows;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_OPEN;
            }
        };
    }

    /** A row for the message that {@code event} stands on. {@code judged}: what it is as an update; null for none. */
    void message(LogCursor event, @Nullable SequenceVerdict judged) {
        long index = event.index();
        UUID streamID = streamID(event);
        switch (event.kind()) {
            case INVOCATION -> {
                boolean opens = event.has(EventFlags.OPENS_STREAM);
                long row = rows.add(index, MessageRows.NO_STREAM, 0, opens ? Verdict.CONTROL : Verdict.CALL);
                if (opens) {
                    invocationRows.put(event.call(), row);
                }
            }
            case RESPONSE ->
                rows.add(index, MessageRows.NO_STREAM, 0, event.has(EventFlags.FAILED) ? Verdict.ERROR : Verdict.CALL);
            case STREAM_START -> {
                startRows.put(streamID, add(index, streamID, 0, Verdict.CONTROL));
                callsByStreamID.put(streamID, event.call());
            }
            case STREAM_DATA -> {
                Verdict verdict = judged == null ? Verdict.UNPLACED : Verdict.of(judged, event.has(EventFlags.DELTA));
                long row = add(index, streamID, event.sequence(), verdict);
                updateRows.put(streamID, event.sequence(), row);
            }
            case STREAM_ERROR -> add(index, streamID, 0, Verdict.ERROR);
            case STREAM_RESUME -> add(index, streamID, event.sequence(), Verdict.RESUME);
            case STREAM_RESUMED -> add(index, streamID, 0, Verdict.RESUME);
            case HEARTBEAT, PING, PONG -> rows.add(index, MessageRows.NO_STREAM, 0, Verdict.HEARTBEAT);
            case UNDECODABLE -> rows.add(index, MessageRows.NO_STREAM, 0, Verdict.UNDECODABLE);
            case CLOSE -> rows.add(index, MessageRows.NO_STREAM, 0, Verdict.CONNECTION);
            default -> add(index, streamID, 0, Verdict.CONTROL);
        }
    }

    private static UUID streamID(LogCursor event) {
        StreamName name = event.stream();
        return name == null || name.streamID() == null ? NO_ID : name.streamID();
    }

    /** A row for something other than a message. */
    void note(long eventIndex, int stream, long sequence, Verdict verdict) {
        rows.add(eventIndex, stream, sequence, verdict);
    }

    private long add(long eventIndex, UUID streamID, long sequence, Verdict verdict) {
        return rows.add(eventIndex, streamsByID.getOrDefault(streamID, MessageRows.NO_STREAM), sequence, verdict);
    }

    void started(UUID streamID, int stream, boolean restart) {
        streamsByID.put(streamID, stream);
        Long row = startRows.remove(streamID);
        if (row != null) {
            rows.setStream(row, stream);
            if (restart) {
                rows.setVerdict(row, Verdict.RESTART);
            }
        }
        Integer call = callsByStreamID.remove(streamID);
        Long invocation = call == null ? null : invocationRows.remove(call);
        if (invocation != null) {
            rows.setStream(invocation, stream);
        }
    }

    /** The newest update with this number is of a logical stream. */
    void belongs(int stream, UUID streamID, long sequence) {
        long row = updateRows.row(streamID, sequence);
        if (row != RecentUpdates.NONE) {
            rows.setStream(row, stream);
        }
    }

    /** The newest update with this number could not be read. */
    void unreadable(UUID streamID, long sequence) {
        long row = updateRows.row(streamID, sequence);
        if (row != RecentUpdates.NONE) {
            rows.setVerdict(row, Verdict.UNDECODABLE);
        }
    }

    /** The logical stream that runs, or ran, under this id; null for none that is known. */
    @Nullable
    Integer stream(UUID streamID) {
        return streamsByID.get(streamID);
    }
}
