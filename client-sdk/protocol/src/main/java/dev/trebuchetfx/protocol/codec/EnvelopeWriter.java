// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/** A writer that turns a record into the keys of its message. */
final class EnvelopeWriter {
    private final ValueWriter out;

    /** Creates a writer of one message. */
    EnvelopeWriter(ValueWriter out) {
        this.out = out;
    }

    /**
     * Writes an envelope.
     *
     * @throws IllegalArgumentException for an {@link UnknownEnvelope}, which the codec writes as it came
     */
    void write(Envelope envelope) {
        out.root(() -> {
            out.text(WireKeys.TYPE, envelope.type());
            out.object(WireKeys.PAYLOAD, envelope, (ignored, value) -> payload(value));
        });
    }

    /** Writes the extension of an update alone, as one object. */
    void writeExt(StreamDataEnvelope.Ext ext) {
        out.root(() -> streamDataExt(ext));
    }

    private void payload(Envelope envelope) {
        switch (envelope) {
            case InvocationEnvelope it -> invocation(it);
            case ResponseEnvelope it -> response(it);
            case StreamStartEnvelope it -> streamStart(it);
            case StreamDataEnvelope it -> streamData(it);
            case StreamEndEnvelope it -> streamEnd(it);
            case StreamErrorEnvelope it -> streamError(it);
            case StreamResumeEnvelope it -> streamResume(it);
            case StreamResumedEnvelope it -> streamResumed(it);
            case StreamUpdateEnvelope it -> streamUpdate(it);
            case StreamUpdatedEnvelope it -> streamUpdated(it);
            case HeartbeatEnvelope it -> heartbeat(it);
            case UnknownEnvelope it ->
                throw new IllegalArgumentException("an unknown envelope has no keys to write: " + it.type());
        }
    }

    private void invocation(InvocationEnvelope it) {
        out.uuid(WireKeys.CALL_ID, it.callID());
        actorId(WireKeys.ACTOR_ID, it.actorID());
        out.text(WireKeys.TARGET_IDENTIFIER, it.targetIdentifier());
        out.integer(WireKeys.PROTOCOL_VERSION, it.protocolVersion());
        out.textList(WireKeys.GENERIC_SUBSTITUTIONS, it.genericSubstitutions());
        out.bytesList(WireKeys.ARGUMENTS, it.arguments());
        filter(WireKeys.STREAM_FILTER, it.streamFilter());
        out.object(WireKeys.TRACE_CONTEXT, it.traceContext(), (trace, value) -> {
            trace.uuid(WireKeys.TRACE_ID, value.traceID());
            trace.uuid(WireKeys.SPAN_ID, value.spanID());
            trace.uuid(WireKeys.PARENT_SPAN_ID, value.parentSpanID());
        });
        out.object(WireKeys.EXT, it.ext(), (ext, value) -> {
            ext.integer(WireKeys.PROFILE, value.profile());
            if (!value.delta().isEmpty()) {
                ext.textList(WireKeys.DELTA, value.delta());
            }
            ext.amount(WireKeys.HEARTBEAT_MILLIS, value.heartbeatMillis());
            if (value.repeated()) {
                ext.flag(WireKeys.REPEATED, true);
            }
        });
    }

    private void response(ResponseEnvelope it) {
        out.uuid(WireKeys.CALL_ID, it.callID());
        out.bytes(WireKeys.RESULT, it.result());
        out.text(WireKeys.ERROR_MESSAGE, it.errorMessage());
        out.object(WireKeys.EXT, it.ext(), (ext, value) -> ext.amount(WireKeys.VERSION, value.version()));
    }

    private void streamStart(StreamStartEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.uuid(WireKeys.CALL_ID, it.callID());
        actorId(WireKeys.ACTOR_ID, it.actorID());
        out.text(WireKeys.TARGET_IDENTIFIER, it.targetIdentifier());
        filter(WireKeys.FILTER, it.filter());
        out.object(WireKeys.EXT, it.ext(), (ext, value) -> {
            ext.integer(WireKeys.PROFILE, value.profile());
            ext.text(WireKeys.EPOCH, value.epoch());
            ext.integer(WireKeys.BUFFER_SIZE, value.bufferSize());
            ext.amount(WireKeys.TTL_SECONDS, value.ttlSeconds());
            ext.word(WireKeys.DELTA, value.delta());
            ext.amount(WireKeys.HEARTBEAT_MILLIS, value.heartbeatMillis());
        });
    }

    private void streamData(StreamDataEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.sequence(WireKeys.SEQUENCE_NUMBER, it.sequenceNumber());
        out.bytes(WireKeys.DATA, it.data());
        out.timestamp(WireKeys.TIMESTAMP, it.timestamp());
        out.object(WireKeys.EXT, it.ext(), (ext, value) -> streamDataExt(value));
    }

    private void streamDataExt(StreamDataEnvelope.Ext ext) {
        out.sequence(WireKeys.BASE, ext.base());
        out.sequence(WireKeys.SKIPPED, ext.skipped());
        out.text(WireKeys.HASH, ext.hash());
        StreamDataEnvelope.LeftOut leftOut = ext.leftOut();
        if (leftOut != null) {
            out.amount(WireKeys.LEFT_OUT, leftOut.updates());
            out.amount(WireKeys.LEFT_OUT_BYTES, leftOut.bytes());
        }
        out.text(WireKeys.CURSOR, ext.cursor());
        out.amount(WireKeys.THROUGH_VERSION, ext.throughVersion());
    }

    private void streamEnd(StreamEndEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.text(WireKeys.REASON, it.reason().wireName());
    }

    private void streamError(StreamErrorEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.text(WireKeys.ERROR_MESSAGE, it.errorMessage());
    }

    private void streamResume(StreamResumeEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.sequence(WireKeys.LAST_SEQUENCE, it.lastSequence());
        actorId(WireKeys.ACTOR_ID, it.actorID());
        out.text(WireKeys.TARGET_IDENTIFIER, it.targetIdentifier());
        out.object(WireKeys.EXT, it.ext(), (ext, value) -> resumeExt(value));
    }

    private void resumeExt(StreamResumeEnvelope.Ext ext) {
        out.integer(WireKeys.PROFILE, ext.profile());
        out.text(WireKeys.EPOCH, ext.epoch());
        out.uuid(WireKeys.CALL_ID, ext.callID());
        actorId(WireKeys.INVOKED_ACTOR_ID, ext.invokedActorID());
        filter(WireKeys.STREAM_FILTER, ext.streamFilter());
        out.bytesList(WireKeys.ARGUMENTS, ext.arguments());
        if (!ext.delta().isEmpty()) {
            out.textList(WireKeys.DELTA, ext.delta());
        }
        out.flag(WireKeys.HAVE_BASE, ext.haveBase());
        if (ext.full()) {
            out.flag(WireKeys.FULL, true);
        }
        out.amount(WireKeys.HEARTBEAT_MILLIS, ext.heartbeatMillis());
        out.text(WireKeys.CURSOR, ext.cursor());
    }

    private void heartbeat(HeartbeatEnvelope it) {
        out.sequenceMap(WireKeys.STREAMS, it.streams());
        out.object(WireKeys.EXT, it.ext(), (ext, value) -> {
            ext.textsById(WireKeys.CURSORS, value.cursors());
            ext.amountsById(WireKeys.THROUGH_VERSIONS, value.throughVersions());
            ext.textsById(WireKeys.STALE, value.stale());
        });
    }

    private void streamResumed(StreamResumedEnvelope it) {
        RestartReason reason = it.reason();
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.uuid(WireKeys.CALL_ID, it.callID());
        out.text(WireKeys.EPOCH, it.epoch());
        out.text(WireKeys.OUTCOME, it.outcome().wireName());
        out.text(WireKeys.REASON, reason == null ? null : reason.wireName());
        out.sequence(WireKeys.FROM_SEQUENCE, it.fromSequence());
        out.sequence(WireKeys.TO_SEQUENCE, it.toSequence());
        out.sequence(WireKeys.OLDEST_BUFFERED, it.oldestBuffered());
        out.sequence(WireKeys.NEWEST_BUFFERED, it.newestBuffered());
        out.object(WireKeys.EXT, it.delta(), (ext, format) -> ext.word(WireKeys.DELTA, format));
    }

    private void streamUpdate(StreamUpdateEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        filter(WireKeys.STREAM_FILTER, it.streamFilter());
    }

    private void streamUpdated(StreamUpdatedEnvelope it) {
        out.uuid(WireKeys.STREAM_ID, it.streamID());
        out.sequence(WireKeys.FROM_SEQUENCE, it.fromSequence());
    }

    private void actorId(WireKey<ActorId> key, ActorId actor) {
        out.object(key, actor, (object, value) -> {
            object.text(WireKeys.ID, value.id());
            object.text(WireKeys.HOST, value.host());
            object.integer(WireKeys.PORT, value.port());
        });
    }

    private void filter(WireKey<StreamFilter> key, @Nullable StreamFilter filter) {
        out.object(key, filter, (object, value) -> {
            object.text(WireKeys.TYPE, value.type().wireName());
            object.text(WireKeys.NAME, value.name());
            object.textMap(WireKeys.PARAMETERS, value.parameters());
        });
    }
}
