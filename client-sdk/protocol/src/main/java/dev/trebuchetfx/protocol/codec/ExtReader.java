// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the key {@code ext}.
 *
 * <p>An {@code ext} is read as a whole or not at all: if it is not an object, lacks a key that profile 1 requires, or has a value that
 * can't be read, it counts as absent and the message is one of version 2. The message itself must not be lost, since it is complete
 * without {@code ext}. Half an {@code ext} would be worse than none: a delta without {@code base} is not applied and a missing
 * {@code skipped} looks like a gap, and the client heals both.
 *
 * <p>A higher profile is read in the same way and keeps its number: either it is a superset of profile 1, or it counts as absent.
 */
final class ExtReader {
    private ExtReader() {}

    static InvocationEnvelope.@Nullable Ext invocation(WireFields payload) {
        return lenient(
                payload,
                ext -> new InvocationEnvelope.Ext(
                        ext.require(WireKeys.PROFILE),
                        ext.orElse(WireKeys.DELTA, List.of()),
                        ext.optional(WireKeys.HEARTBEAT_MILLIS),
                        ext.orElse(WireKeys.REPEATED, false)));
    }

    static ResponseEnvelope.@Nullable Ext response(WireFields payload) {
        return lenient(payload, ext -> {
            Long version = ext.optional(WireKeys.VERSION);
            return version == null ? null : new ResponseEnvelope.Ext(version);
        });
    }

    static HeartbeatEnvelope.@Nullable Ext heartbeat(WireFields payload) {
        return lenient(
                payload,
                ext -> new HeartbeatEnvelope.Ext(
                        ext.orElse(WireKeys.CURSORS, Map.of()),
                        ext.orElse(WireKeys.THROUGH_VERSIONS, Map.of()),
                        ext.orElse(WireKeys.STALE, Map.of())));
    }

    static StreamStartEnvelope.@Nullable Ext streamStart(WireFields payload) {
        return lenient(payload, ext -> {
            List<String> delta = ext.orElse(WireKeys.DELTA, List.of());
            return new StreamStartEnvelope.Ext(
                    ext.require(WireKeys.PROFILE),
                    ext.require(WireKeys.EPOCH),
                    ext.require(WireKeys.BUFFER_SIZE),
                    ext.require(WireKeys.TTL_SECONDS),
                    delta.isEmpty() ? null : delta.getFirst(),
                    ext.optional(WireKeys.HEARTBEAT_MILLIS));
        });
    }

    static StreamDataEnvelope.@Nullable Ext streamData(WireFields payload) {
        return lenient(
                payload,
                ext -> new StreamDataEnvelope.Ext(
                        ext.optional(WireKeys.BASE),
                        ext.optional(WireKeys.SKIPPED),
                        ext.optional(WireKeys.HASH),
                        leftOut(ext),
                        ext.optional(WireKeys.CURSOR),
                        ext.optional(WireKeys.THROUGH_VERSION)));
    }

    private static StreamDataEnvelope.@Nullable LeftOut leftOut(WireFields ext) throws WireException {
        Long updates = ext.optional(WireKeys.LEFT_OUT);
        return updates == null
                ? null
                : new StreamDataEnvelope.LeftOut(updates, ext.orElse(WireKeys.LEFT_OUT_BYTES, 0L));
    }

    static StreamResumeEnvelope.@Nullable Ext streamResume(WireFields payload) {
        return lenient(
                payload,
                ext -> new StreamResumeEnvelope.Ext(
                        ext.require(WireKeys.PROFILE),
                        ext.optional(WireKeys.EPOCH),
                        ext.require(WireKeys.CALL_ID),
                        ext.require(WireKeys.INVOKED_ACTOR_ID),
                        ext.optional(WireKeys.STREAM_FILTER),
                        ext.require(WireKeys.ARGUMENTS),
                        ext.orElse(WireKeys.DELTA, List.of()),
                        ext.require(WireKeys.HAVE_BASE),
                        ext.orElse(WireKeys.FULL, false),
                        ext.optional(WireKeys.HEARTBEAT_MILLIS),
                        ext.optional(WireKeys.CURSOR)));
    }

    /** Returns the delta format of the stream that goes on; null for none. */
    static @Nullable String streamResumed(WireFields payload) {
        return lenient(payload, ext -> {
            List<String> delta = ext.orElse(WireKeys.DELTA, List.of());
            return delta.isEmpty() ? null : delta.getFirst();
        });
    }

    private static <T> @Nullable T lenient(WireFields payload, Assembler<T> assembler) {
        try {
            WireFields ext = payload.optional(WireKeys.EXT);
            return ext == null ? null : assembler.assemble(ext);
        } catch (WireException unreadable) {
            return null;
        }
    }

    /** A function that makes an {@code ext} from its keys. */
    @FunctionalInterface
    private interface Assembler<T> {
        @Nullable
        T assemble(WireFields ext) throws WireException;
    }
}
