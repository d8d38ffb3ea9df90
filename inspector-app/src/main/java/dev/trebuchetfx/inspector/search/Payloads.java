// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.search;

import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What messages carry, decoded as far as it goes: a state, a change, arguments, a result. */
final class Payloads {
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);

    private Payloads() {}

    /** Null where the event carries none. */
    static @Nullable Bytes of(LogCursor event) {
        EventKind kind = event.kind();
        if (!kind.isMessage()) {
            // What a client noticed has its fields there.
            return kind.isFrame() ? null : event.body();
        }
        Envelope envelope = event.envelope();
        return switch (envelope) {
            case null -> event.body();
            case StreamDataEnvelope data -> update(data, event.has(EventFlags.DELTA) || event.has(EventFlags.FULL));
            case InvocationEnvelope invocation ->
                invocation.arguments().isEmpty()
                        ? null
                        : Bytes.utf8(invocation.arguments().stream()
                                .map(Bytes::utf8)
                                .collect(Collectors.joining(",", "[", "]")));
            case ResponseEnvelope response ->
                response.errorMessage() == null ? response.result() : Bytes.utf8(response.errorMessage());
            case StreamErrorEnvelope error -> Bytes.utf8(error.errorMessage());
            case StreamEndEnvelope end -> Bytes.utf8(end.reason().wireName());
            default -> null;
        };
    }

    private static Bytes update(StreamDataEnvelope data, boolean wrapped) {
        try {
            return wrapped ? DELTAS.decode(data.data()).data() : data.data();
        } catch (WireException e) {
            return data.data();
        }
    }

    static @Nullable String actor(LogCursor event) {
        return event.kind() == EventKind.INVOCATION && event.envelope() instanceof InvocationEnvelope invocation
                ? invocation.actorID().toString()
                : null;
    }

    static @Nullable String method(LogCursor event) {
        return event.kind() == EventKind.INVOCATION && event.envelope() instanceof InvocationEnvelope invocation
                ? invocation.targetIdentifier()
                : null;
    }

    static @Nullable String call(LogCursor event) {
        if (event.call() == 0) {
            return null;
        }
        UUID id =
                switch (event.envelope()) {
                    case InvocationEnvelope invocation -> invocation.callID();
                    case ResponseEnvelope response -> response.callID();
                    case StreamStartEnvelope start -> start.callID();
                    case StreamResumedEnvelope resumed -> resumed.callID();
                    case StreamResumeEnvelope resume ->
                        resume.ext() == null ? null : resume.ext().callID();
                    case null, default -> null;
                };
        return id == null ? null : id.toString().toUpperCase(Locale.ROOT);
    }
}
