// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.HeartbeatEnvelope;
import dev.trebuchetfx.client.wire.InvocationEnvelope;
import dev.trebuchetfx.client.wire.ResponseEnvelope;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.StreamEndEnvelope;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.client.wire.StreamResumeEnvelope;
import dev.trebuchetfx.client.wire.StreamResumedEnvelope;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import dev.trebuchetfx.client.wire.StreamUpdateEnvelope;
import dev.trebuchetfx.client.wire.StreamUpdatedEnvelope;
import dev.trebuchetfx.client.wire.UnknownEnvelope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of each message and completes it when a later event says what the message meant: the stream that an invocation
 * opened, the verdict of an update. Confined to the thread that reads the log.
 */
final class RowLinker {
    private static final int MAX_OPEN = 4_096;

    private final MessageIndex rows;
    private final Map<UUID, Integer> streamsByID = bounded();
    private final Map<UUID, Long> invocationRows = bounded();
    private final Map<UUID, Long> startRows = bounded();
    private final Map<UUID, UUID> callsByStreamID = bounded();
    private final Map<Update, Long> updateRows = bounded();

    private record Update(UUID streamID, long sequence) {}

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

    void message(long eventIndex, Envelope envelope) {
        switch (envelope) {
            case InvocationEnvelope invocation -> {
                Verdict verdict = invocation.opensStream() ? Verdict.CONTROL : Verdict.CALL;
                long row = rows.add(eventIndex, MessageIndex.NO_STREAM, 0, verdict);
                if (invocation.opensStream()) {
                    invocationRows.put(invocation.callID(), row);
                }
            }
            case ResponseEnvelope response ->
                rows.add(
                        eventIndex,
                        MessageIndex.NO_STREAM,
                        0,
                        response.errorMessage() == null ? Verdict.CALL : Verdict.ERROR);
            case StreamStartEnvelope start -> {
                startRows.put(start.streamID(), add(eventIndex, start.streamID(), 0, Verdict.CONTROL));
                callsByStreamID.put(start.streamID(), start.callID());
            }
            case StreamDataEnvelope data -> {
                long row = add(eventIndex, data.streamID(), data.sequenceNumber(), Verdict.UNPLACED);
                updateRows.put(new Update(data.streamID(), data.sequenceNumber()), row);
            }
            case StreamEndEnvelope streamEnd -> add(eventIndex, streamEnd.streamID(), 0, Verdict.CONTROL);
            case StreamErrorEnvelope error -> add(eventIndex, error.streamID(), 0, Verdict.ERROR);
            case StreamResumeEnvelope resume ->
                add(eventIndex, resume.streamID(), resume.lastSequence(), Verdict.RESUME);
            case StreamResumedEnvelope resumed -> add(eventIndex, resumed.streamID(), 0, Verdict.RESUME);
            case StreamUpdateEnvelope update -> add(eventIndex, update.streamID(), 0, Verdict.CONTROL);
            case StreamUpdatedEnvelope updated -> add(eventIndex, updated.streamID(), 0, Verdict.CONTROL);
            case HeartbeatEnvelope ignored -> rows.add(eventIndex, MessageIndex.NO_STREAM, 0, Verdict.HEARTBEAT);
            case UnknownEnvelope ignored -> rows.add(eventIndex, MessageIndex.NO_STREAM, 0, Verdict.CONTROL);
        }
    }

    /** A row for something other than a message. */
    void note(long eventIndex, int stream, long sequence, Verdict verdict) {
        rows.add(eventIndex, stream, sequence, verdict);
    }

    private long add(long eventIndex, UUID streamID, long sequence, Verdict verdict) {
        return rows.add(eventIndex, streamsByID.getOrDefault(streamID, MessageIndex.NO_STREAM), sequence, verdict);
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
        UUID call = callsByStreamID.remove(streamID);
        Long invocation = call == null ? null : invocationRows.remove(call);
        if (invocation != null) {
            rows.setStream(invocation, stream);
        }
    }

    void meant(int stream, UUID streamID, long sequence, Verdict verdict) {
        Long row = updateRows.get(new Update(streamID, sequence));
        if (row != null) {
            rows.setStream(row, stream);
            rows.setVerdict(row, verdict);
        }
    }

    /** The logical stream that runs, or ran, under this id; null for none that is known. */
    @Nullable
    Integer stream(UUID streamID) {
        return streamsByID.get(streamID);
    }
}
