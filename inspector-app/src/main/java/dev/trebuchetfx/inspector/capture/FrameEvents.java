// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of the frames of one source: reads off a message what the columns hold. Remembers, bounded, which names calls used, so
 * that a stream is named as it was asked for.
 *
 * <p>Confined to the thread of the source.
 */
public final class FrameEvents {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final int MAX_CALLS = 4_096;
    private static final byte[] FULL = Bytes.utf8("\"isFull\":true").unsafeArray();
    private static final byte[] DELTA = Bytes.utf8("\"isFull\":false").unsafeArray();

    private static final String UNSEEN = "not looked at: ";
    private static final String TOO_LARGE = " bytes, too large";
    private static final int LONGEST_UNSEEN = 64;

    private final int source;
    private final Map<UUID, String> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > MAX_CALLS;
        }
    };

    /** {@code source}: which of the capture's sources it is, from 0. */
    public FrameEvents(int source) {
        this.source = source;
    }

    /** A frame that carried a whole message, whatever is in it. {@code flags}: direction and how it travelled. */
    public CapturedEvent frame(long time, ConnectionName connection, int flags, Bytes frame) {
        try {
            return message(time, connection, flags, CODEC.decode(frame), frame);
        } catch (WireException e) {
            return new CapturedEvent(
                    time, EventKind.UNDECODABLE, flags | EventFlags.FAILED, connection, null, 0, 0, null, frame);
        }
    }

    /** A ping, pong or close frame. */
    public static CapturedEvent control(
            long time, EventKind kind, ConnectionName connection, int flags, Bytes payload) {
        return new CapturedEvent(time, kind, flags, connection, null, 0, 0, null, payload);
    }

    /** Returns an event for a message of so many bytes that a proxy has let pass unseen, since it was too large. Its body says so. */
    public static CapturedEvent unseen(long time, ConnectionName connection, int flags, long bytes) {
        return new CapturedEvent(
                time,
                EventKind.UNDECODABLE,
                flags | EventFlags.CUT | EventFlags.FAILED,
                connection,
                null,
                0,
                0,
                null,
                Bytes.utf8(UNSEEN + bytes + TOO_LARGE));
    }

    /** Returns the bytes of a message that passed unseen; -1 for any other event. */
    public static long unseenBytes(int flags, @Nullable Bytes body) {
        if ((flags & EventFlags.CUT) == 0 || body == null || body.size() > LONGEST_UNSEEN) {
            return -1;
        }
        String text = body.utf8();
        if (!text.startsWith(UNSEEN)
                || !text.endsWith(TOO_LARGE)
                || text.length() < UNSEEN.length() + TOO_LARGE.length()) {
            return -1;
        }
        String number = text.substring(UNSEEN.length(), text.length() - TOO_LARGE.length());
        boolean digits =
                !number.isEmpty() && number.length() <= 18 && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(number) : -1;
    }

    /** A frame of which the message is known. */
    public CapturedEvent message(long time, ConnectionName connection, int flags, Envelope envelope, Bytes frame) {
        int all = flags;
        EventKind kind;
        StreamName stream = null;
        long sequence = 0;
        long count = 0;
        switch (envelope) {
            case InvocationEnvelope invocation -> {
                kind = EventKind.INVOCATION;
                all |= invocation.opensStream() ? EventFlags.OPENS_STREAM : 0;
                ask(invocation.callID(), invocation.actorID());
            }
            case ResponseEnvelope response -> {
                kind = EventKind.RESPONSE;
                asked.remove(response.callID());
                all |= response.errorMessage() == null ? 0 : EventFlags.FAILED;
            }
            case StreamStartEnvelope start -> {
                kind = EventKind.STREAM_START;
                stream = started(start);
            }
            case StreamDataEnvelope data -> {
                kind = EventKind.STREAM_DATA;
                stream = name(data.streamID());
                sequence = data.sequenceNumber();
                count = skipped(data);
                all |= update(data, count);
            }
            case StreamEndEnvelope ended -> {
                kind = EventKind.STREAM_END;
                stream = name(ended.streamID());
            }
            case StreamErrorEnvelope error -> {
                kind = EventKind.STREAM_ERROR;
                stream = name(error.streamID());
                all |= EventFlags.FAILED;
            }
            case StreamResumeEnvelope resume -> {
                kind = EventKind.STREAM_RESUME;
                stream = name(resume.streamID());
                sequence = resume.lastSequence();
                resumed(resume);
            }
            case StreamResumedEnvelope resumed -> {
                kind = EventKind.STREAM_RESUMED;
                stream = name(resumed.streamID());
            }
            case StreamUpdateEnvelope update -> {
                kind = EventKind.STREAM_UPDATE;
                stream = name(update.streamID());
            }
            case StreamUpdatedEnvelope updated -> {
                kind = EventKind.STREAM_UPDATED;
                stream = name(updated.streamID());
                sequence = updated.fromSequence();
            }
            case HeartbeatEnvelope ignored -> kind = EventKind.HEARTBEAT;
            case UnknownEnvelope ignored -> kind = EventKind.UNKNOWN;
        }
        return new CapturedEvent(time, kind, all, connection, stream, sequence, count, callID(envelope), frame);
    }

    private void ask(UUID call, ActorId actor) {
        asked.put(call, Objects.requireNonNull(StreamName.shortened(actor.toString())));
    }

    private StreamName name(UUID streamID) {
        return StreamName.of(source, streamID);
    }

    private StreamName started(StreamStartEnvelope start) {
        String actor = asked.remove(start.callID());
        return new StreamName(
                source,
                0,
                start.streamID(),
                actor == null ? start.actorID().toString() : actor,
                start.targetIdentifier(),
                start.ext() == null ? null : start.ext().epoch());
    }

    private void resumed(StreamResumeEnvelope resume) {
        if (resume.ext() != null) {
            ActorId invoked = resume.ext().invokedActorID();
            ask(resume.ext().callID(), invoked == null ? resume.actorID() : invoked);
        }
    }

    private static long skipped(StreamDataEnvelope data) {
        Long skipped = data.ext() == null ? null : data.ext().skipped();
        return skipped == null ? 0 : skipped;
    }

    private static int update(StreamDataEnvelope data, long skipped) {
        int flags = 0;
        byte[] bytes = data.data().unsafeArray();
        // A StateDelta of ours is compact JSON with one of its two keys first or last; nothing is parsed here.
        if (contains(bytes, 1, DELTA) || contains(bytes, bytes.length - 1 - DELTA.length, DELTA)) {
            flags |= EventFlags.DELTA;
        } else if (contains(bytes, 1, FULL) || contains(bytes, bytes.length - 1 - FULL.length, FULL)) {
            flags |= EventFlags.FULL;
        }
        Long base = data.ext() == null ? null : data.ext().base();
        if (base != null) {
            flags |= EventFlags.BASED;
            if (base != data.sequenceNumber() - 1 - skipped) {
                flags |= EventFlags.ODD_BASE;
            }
        }
        return flags;
    }

    private static boolean contains(byte[] bytes, int at, byte[] wanted) {
        return at >= 0
                && at + wanted.length <= bytes.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    static @Nullable UUID callID(Envelope envelope) {
        return switch (envelope) {
            case InvocationEnvelope invocation -> invocation.callID();
            case ResponseEnvelope response -> response.callID();
            case StreamStartEnvelope start -> start.callID();
            case StreamResumeEnvelope resume ->
                resume.ext() == null ? null : resume.ext().callID();
            case StreamResumedEnvelope resumed -> resumed.callID();
            default -> null;
        };
    }

    static @Nullable UUID callID(TapEvent notice) {
        return switch (notice) {
            case TapEvent.CallStarted started -> started.callID();
            case TapEvent.CallEnded ended -> ended.callID();
            default -> null;
        };
    }
}
