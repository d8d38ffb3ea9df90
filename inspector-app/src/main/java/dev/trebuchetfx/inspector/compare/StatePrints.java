// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.json.CanonicalJson;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A number for each state, the same for the same state however it travelled: whole, or as a change of another. Remembers the last states
 * only. Confined to one thread.
 */
final class StatePrints {
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final int MAX_STATES = 4_096;

    private final Map<Place, JsonNode> states = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, JsonNode> eldest) {
            return size() > MAX_STATES;
        }
    };

    private record Place(UUID stream, long sequence) {}

    /** {@code ofState}: of the state; otherwise of what travelled, since nobody knows what that is a change of. */
    record Print(long value, boolean ofState) {}

    Print take(LogCursor event) {
        if (!(event.envelope() instanceof StreamDataEnvelope data)) {
            return new Print(0, false);
        }
        try {
            JsonNode state = state(event, data);
            if (state != null) {
                states.putIfAbsent(new Place(data.streamID(), data.sequenceNumber()), state);
                return new Print(print(state), true);
            }
        } catch (JacksonException | WireException | JsonPatchException | CanonicalJson.NoCanonicalForm e) {
            // What can't be read is compared as it travelled.
        }
        Fnv print = new Fnv();
        print.add(data.data().unsafeArray());
        return new Print(print.hash, false);
    }

    private static long print(JsonNode state) throws CanonicalJson.NoCanonicalForm {
        Fnv print = new Fnv();
        CanonicalJson.write(state, print::add);
        return print.hash;
    }

    private @Nullable JsonNode state(LogCursor event, StreamDataEnvelope data)
            throws WireException, JsonPatchException {
        if (!event.has(EventFlags.FULL | EventFlags.DELTA)) {
            return JsonTrees.read(data.data());
        }
        StateDelta delta = DELTAS.decode(data.data());
        if (delta.isFull()) {
            return JsonTrees.read(delta.data());
        }
        Long told = event.base();
        long base = told == null ? data.sequenceNumber() - 1 - event.count() : told;
        JsonNode from = states.get(new Place(data.streamID(), base));
        return from == null ? null : JsonPatch.parse(delta.data()).applyTo(from);
    }

    /** FNV-1a, 64 bits. */
    private static final class Fnv {
        private long hash = 0xcbf29ce484222325L;

        void add(byte[] bytes) {
            for (byte b : bytes) {
                hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
            }
        }
    }
}
