// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;

/** A reader that turns the keys of a message into its record. It knows the required and optional keys of each type. */
final class EnvelopeReader {
    private EnvelopeReader() {}

    /**
     * Returns the envelope of a message.
     *
     * @param raw the whole message, which an {@link UnknownEnvelope} keeps
     */
    static Envelope envelope(WireFields message, Bytes raw) throws WireException {
        String type = message.require(WireKeys.TYPE);
        return switch (type) {
            case InvocationEnvelope.TYPE -> invocation(message.require(WireKeys.PAYLOAD));
            case ResponseEnvelope.TYPE -> response(message.require(WireKeys.PAYLOAD));
            case StreamStartEnvelope.TYPE -> streamStart(message.require(WireKeys.PAYLOAD));
            case StreamDataEnvelope.TYPE -> streamData(message.require(WireKeys.PAYLOAD));
            case StreamEndEnvelope.TYPE -> streamEnd(message.require(WireKeys.PAYLOAD));
            case StreamErrorEnvelope.TYPE -> streamError(message.require(WireKeys.PAYLOAD));
            case StreamResumeEnvelope.TYPE -> streamResume(message.require(WireKeys.PAYLOAD));
            case StreamResumedEnvelope.TYPE -> streamResumed(message.require(WireKeys.PAYLOAD));
            case StreamUpdateEnvelope.TYPE -> streamUpdate(message.require(WireKeys.PAYLOAD));
            case StreamUpdatedEnvelope.TYPE -> streamUpdated(message.require(WireKeys.PAYLOAD));
            case HeartbeatEnvelope.TYPE -> heartbeat(message.require(WireKeys.PAYLOAD));
            default -> new UnknownEnvelope(type, raw);
        };
    }

    static InvocationEnvelope invocation(WireFields payload) throws WireException {
        return new InvocationEnvelope(
                payload.require(WireKeys.CALL_ID),
                payload.require(WireKeys.ACTOR_ID),
                payload.require(WireKeys.TARGET_IDENTIFIER),
                payload.orElse(WireKeys.PROTOCOL_VERSION, 1),
                payload.require(WireKeys.GENERIC_SUBSTITUTIONS),
                payload.require(WireKeys.ARGUMENTS),
                payload.optional(WireKeys.STREAM_FILTER),
                payload.optional(WireKeys.TRACE_CONTEXT),
                ExtReader.invocation(payload));
    }

    private static ResponseEnvelope response(WireFields payload) throws WireException {
        return new ResponseEnvelope(
                payload.require(WireKeys.CALL_ID),
                payload.optional(WireKeys.RESULT),
                payload.optional(WireKeys.ERROR_MESSAGE),
                ExtReader.response(payload));
    }

    private static StreamStartEnvelope streamStart(WireFields payload) throws WireException {
        return new StreamStartEnvelope(
                payload.require(WireKeys.STREAM_ID),
                payload.require(WireKeys.CALL_ID),
                payload.require(WireKeys.ACTOR_ID),
                payload.require(WireKeys.TARGET_IDENTIFIER),
                payload.optional(WireKeys.FILTER),
                ExtReader.streamStart(payload));
    }

    private static StreamDataEnvelope streamData(WireFields payload) throws WireException {
        return new StreamDataEnvelope(
                payload.require(WireKeys.STREAM_ID),
                payload.require(WireKeys.SEQUENCE_NUMBER),
                payload.require(WireKeys.DATA),
                payload.require(WireKeys.TIMESTAMP),
                ExtReader.streamData(payload));
    }

    private static StreamEndEnvelope streamEnd(WireFields payload) throws WireException {
        return new StreamEndEnvelope(
                payload.require(WireKeys.STREAM_ID), payload.requireWord(WireKeys.REASON, WireWords.END_REASONS));
    }

    private static StreamErrorEnvelope streamError(WireFields payload) throws WireException {
        return new StreamErrorEnvelope(payload.require(WireKeys.STREAM_ID), payload.require(WireKeys.ERROR_MESSAGE));
    }

    private static StreamResumeEnvelope streamResume(WireFields payload) throws WireException {
        return new StreamResumeEnvelope(
                payload.require(WireKeys.STREAM_ID),
                payload.require(WireKeys.LAST_SEQUENCE),
                payload.require(WireKeys.ACTOR_ID),
                payload.require(WireKeys.TARGET_IDENTIFIER),
                ExtReader.streamResume(payload));
    }

    /**
     * Reads the answer to a resume. An unknown reason counts as absent, since a later server may know more of them and the client acts on
     * the outcome alone; an unknown outcome is an error.
     */
    private static StreamResumedEnvelope streamResumed(WireFields payload) throws WireException {
        String reason = payload.optional(WireKeys.REASON);
        return new StreamResumedEnvelope(
                payload.require(WireKeys.STREAM_ID),
                payload.require(WireKeys.CALL_ID),
                payload.require(WireKeys.EPOCH),
                payload.requireWord(WireKeys.OUTCOME, WireWords.OUTCOMES),
                reason == null ? null : WireWords.RESTART_REASONS.find(reason),
                payload.optional(WireKeys.FROM_SEQUENCE),
                payload.optional(WireKeys.TO_SEQUENCE),
                payload.optional(WireKeys.OLDEST_BUFFERED),
                payload.optional(WireKeys.NEWEST_BUFFERED),
                ExtReader.streamResumed(payload));
    }

    private static StreamUpdateEnvelope streamUpdate(WireFields payload) throws WireException {
        return new StreamUpdateEnvelope(payload.require(WireKeys.STREAM_ID), payload.optional(WireKeys.STREAM_FILTER));
    }

    private static StreamUpdatedEnvelope streamUpdated(WireFields payload) throws WireException {
        return new StreamUpdatedEnvelope(payload.require(WireKeys.STREAM_ID), payload.require(WireKeys.FROM_SEQUENCE));
    }

    private static HeartbeatEnvelope heartbeat(WireFields payload) throws WireException {
        return new HeartbeatEnvelope(payload.require(WireKeys.STREAMS), ExtReader.heartbeat(payload));
    }
}
