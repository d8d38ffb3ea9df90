// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Which state the server had at each number, as its messages add up: known without a client. Confined to one thread. */
final class SentStates {
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);

    private final Map<Place, JsonNode> states = new HashMap<>();
    private final Set<UUID> withDeltas = new HashSet<>();

    private record Place(UUID stream, long sequence) {}

    /** Of all of a capture. */
    static SentStates of(LogView view) {
        SentStates states = new SentStates();
        LogCursor event = view.cursor();
        while (event.next()) {
            switch (event.envelope()) {
                case StreamStartEnvelope start
                when start.ext() != null && start.ext().delta() != null -> states.withDeltas.add(start.streamID());
                case StreamDataEnvelope data -> states.take(data, event.count());
                case null, default -> {}
            }
        }
        return states;
    }

    private void take(StreamDataEnvelope data, long skipped) {
        try {
            JsonNode state = state(data, skipped);
            if (state != null) {
                states.putIfAbsent(new Place(data.streamID(), data.sequenceNumber()), state);
            }
        } catch (JacksonException | WireException | JsonPatchException e) {
            // Nobody knows the state at this number then; what the client makes of it is expected.
        }
    }

    private @Nullable JsonNode state(StreamDataEnvelope data, long skipped) throws WireException, JsonPatchException {
        if (!withDeltas.contains(data.streamID())) {
            return JsonTrees.read(data.data());
        }
        StateDelta delta = DELTAS.decode(data.data());
        Bytes content = delta.data();
        if (delta.isFull()) {
            return JsonTrees.read(content);
        }
        Long told = data.ext() == null ? null : data.ext().base();
        long base = told == null ? data.sequenceNumber() - 1 - skipped : told;
        JsonNode from = states.get(new Place(data.streamID(), base));
        return from == null ? null : JsonPatch.parse(content).applyTo(from);
    }

    /** The state; null where it is not known. */
    @Nullable
    JsonNode at(UUID stream, long sequence) {
        return states.get(new Place(stream, sequence));
    }
}
