// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that came before the start of their stream, and the starts that came before the answer to their resume, on a line that does not
 * keep the order. They are kept until that comes or the session is over, and the newest of them have the room. Owned by the client's loop.
 */
final class UnstartedUpdates {
    private static final int MAX_STREAMS = 100;
    private static final int MAX_WORDS = 10;

    private final Map<UUID, Early> streams = new LinkedHashMap<>();
    /** By the call of the resume. */
    private final Map<UUID, StreamStartEnvelope> starts = new HashMap<>();

    private record Early(List<Consumer<LogicalStream>> words, HeldUpdates updates) {}

    /** Keeps an update. */
    void keep(StreamDataEnvelope data) {
        of(data.streamID()).updates().add(data);
    }

    /** Keeps what a heartbeat has said of a stream. */
    void keep(UUID streamID, Consumer<LogicalStream> word) {
        List<Consumer<LogicalStream>> words = of(streamID).words();
        if (words.size() == MAX_WORDS) {
            words.removeFirst();
        }
        words.add(word);
    }

    private Early of(UUID streamID) {
        if (!streams.containsKey(streamID) && streams.size() == MAX_STREAMS) {
            streams.remove(streams.keySet().iterator().next());
        }
        return streams.computeIfAbsent(streamID, id -> new Early(new ArrayList<>(), HeldUpdates.few()));
    }

    /** Gives a stream that has begun what came of it: first what was said of it, then the updates, in the order in which they came. */
    void give(UUID streamID, LogicalStream begun) {
        Early early = streams.remove(streamID);
        if (early != null) {
            early.words().forEach(word -> word.accept(begun));
            early.updates().forEach(begun::data);
        }
    }

    /** Keeps a start that came before the answer that explains it. There are no more of them than of resumes. */
    void keep(StreamStartEnvelope start) {
        starts.put(start.callID(), start);
    }

    /** Takes out the start that came before the answer to a resume; null for none. */
    @Nullable
    StreamStartEnvelope takeStart(UUID callID) {
        return starts.remove(callID);
    }

    /** Forgets everything. */
    void clear() {
        streams.clear();
        starts.clear();
    }
}
