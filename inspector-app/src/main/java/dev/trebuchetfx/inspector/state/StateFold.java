// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The state after some updates. It takes updates one by one as a client does: late ones and those that do not fit change nothing. A
 * full state that a further one replaces is not even parsed. Confined to the history that owns it.
 */
final class StateFold {
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);

    private int stream;
    private long number;
    private long index = -1;
    private @Nullable Bytes encoded;
    private @Nullable JsonNode tree;
    private @Nullable String note;

    /** The state that somebody else came by; {@code streamNumber}: the log's number of the server stream. */
    static StateFold of(KeyframeSource.Known known, int streamNumber) {
        StateFold fold = new StateFold();
        fold.stream = streamNumber;
        fold.number = known.sequence();
        fold.index = known.index();
        fold.tree = known.state();
        return fold;
    }

    StateFold copy() {
        StateFold copy = new StateFold();
        copy.stream = stream;
        copy.number = number;
        copy.index = index;
        copy.encoded = encoded;
        copy.tree = tree;
        copy.note = note;
        return copy;
    }

    /** Takes the update that {@code event} stands on; false where it changed nothing, and {@link #note} says why. */
    boolean take(LogCursor event) {
        note = null;
        boolean restarted = event.streamNumber() != stream;
        if (!restarted && Long.compareUnsigned(event.sequence(), number) <= 0) {
            return refuse("it came again or too late");
        }
        if (!(event.envelope() instanceof StreamDataEnvelope data)) {
            return refuse("its bytes are no longer held, or can't be read");
        }
        if (!event.has(EventFlags.FULL | EventFlags.DELTA)) {
            return full(event, data.data());
        }
        StateDelta delta;
        try {
            delta = CODEC.decode(data.data());
        } catch (WireException e) {
            // A state of the application's own that only looks like a StateDelta.
            return full(event, data.data());
        }
        return delta.isFull() ? full(event, delta.data()) : change(event, delta.data(), restarted);
    }

    private boolean full(LogCursor event, Bytes state) {
        encoded = state;
        tree = null;
        moved(event);
        return true;
    }

    private boolean change(LogCursor event, Bytes patch, boolean restarted) {
        if (!StateDeltas.mayBePatch(patch)) {
            return refuse("it is an application's own delta, which can't be applied without the application's type");
        }
        Long told = event.base();
        long base = told == null ? event.sequence() - 1 - event.count() : told;
        if (restarted || index < 0 || base != number) {
            return refuse(
                    "it is a change to the state after " + Long.toUnsignedString(base) + ", which is not captured");
        }
        try {
            JsonNode from = parsed();
            if (from == null) {
                return refuse("it is a change to a state that can't be read");
            }
            tree = JsonPatch.parse(patch).applyTo(from);
            encoded = null;
            moved(event);
            return true;
        } catch (JsonPatchException e) {
            return refuse("its change does not fit: " + e.getMessage());
        }
    }

    private void moved(LogCursor event) {
        stream = event.streamNumber();
        number = event.sequence();
        index = event.index();
    }

    private boolean refuse(String why) {
        note = why;
        return false;
    }

    /** The state; null where none is known yet, or {@link #text} is all there is. */
    @Nullable
    JsonNode parsed() {
        if (tree == null && encoded != null) {
            try {
                tree = JsonTrees.read(encoded);
            } catch (JacksonException e) {
                return null;
            }
        }
        return tree;
    }

    /** A state that is not JSON; null otherwise. */
    @Nullable
    String text() {
        return encoded == null || parsed() != null ? null : encoded.utf8();
    }

    /** Whether a whole state was seen. */
    boolean isKnown() {
        return index >= 0;
    }

    /** The number of the update that made the state. */
    long number() {
        return number;
    }

    /** The log's index of the update that made the state; -1 for none. */
    long index() {
        return index;
    }

    /** Why the last update changed nothing; null where it did. */
    @Nullable
    String note() {
        return note;
    }
}
