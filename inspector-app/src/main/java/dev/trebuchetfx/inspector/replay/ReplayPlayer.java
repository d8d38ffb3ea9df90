// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Plays a script: says what the server said, in its order, as soon as the client has asked for what the recorded client had asked for by
 * then. At the end it ends the stream, so that whoever listens knows that nothing more comes.
 *
 * <p>Safe for use by any thread: one lock guards everything.
 */
final class ReplayPlayer {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final Bytes UNREADABLE = Bytes.utf8("{\"type\":\"streamData\",\"payl");

    private final ReentrantLock lock = new ReentrantLock();
    private final ReplayScript script;
    private final Map<UUID, UUID> callIDs = new HashMap<>();
    private final Deque<Envelope> asked = new ArrayDeque<>();
    private @Nullable Line line;
    private int connection = -1;
    private int step;
    private @Nullable UUID current;
    private boolean over;
    private boolean endIsOurs;

    /** One connection of the client. */
    interface Line {
        void send(Bytes message);

        void close(int code);
    }

    ReplayPlayer(ReplayScript script) {
        this.script = script;
    }

    /** The client has connected. */
    void opened(Line opened) {
        lock.lock();
        try {
            line = opened;
            connection++;
            step = 0;
            asked.clear();
            play();
        } finally {
            lock.unlock();
        }
    }

    /** A message of what was a connection before is of no interest: a closed one may still hand one on. */
    void received(Line from, Bytes message) {
        lock.lock();
        try {
            if (from != line) {
                return;
            }
            switch (CODEC.decode(message)) {
                case InvocationEnvelope invocation
                when !invocation.opensStream() ->
                    send(new ResponseEnvelope(
                            invocation.callID(),
                            null,
                            "a replay answers no calls, only what was captured of a stream"));
                case InvocationEnvelope invocation -> asked.add(invocation);
                case StreamResumeEnvelope resume -> asked.add(resume);
                default -> {}
            }
            play();
        } catch (WireException e) {
            throw new IllegalStateException("the client sent what it can't read itself", e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the replay ended the stream, and not the captured server. */
    boolean endIsOurs() {
        lock.lock();
        try {
            return endIsOurs;
        } finally {
            lock.unlock();
        }
    }

    /** Returns in words what the replay waits for. */
    String waitsFor() {
        lock.lock();
        try {
            if (connection < 0) {
                return "the client to connect";
            }
            if (connection >= script.connections().size()) {
                return "the client to ask for the stream, which is over";
            }
            List<ReplayStep> steps = script.connections().get(connection).steps();
            String where = " on connection " + (connection + 1) + " of "
                    + script.connections().size() + ", after " + step + " of " + steps.size() + " steps";
            return step < steps.size() && steps.get(step) instanceof ReplayStep.Await await
                    ? await.inWords() + where
                    : "the client to connect again" + where;
        } finally {
            lock.unlock();
        }
    }

    private void play() {
        if (connection >= script.connections().size()) {
            over = true;
            asked.forEach(this::endAnew);
            asked.clear();
            return;
        }
        ReplayScript.Connection now = script.connections().get(connection);
        while (step < now.steps().size()) {
            if (!play(now.steps().get(step))) {
                return;
            }
            step++;
        }
        if (over) {
            asked.forEach(this::endAnew);
            asked.clear();
            return;
        }
        boolean last = connection == script.connections().size() - 1;
        if (now.closeCode() != null) {
            if (line != null) {
                line.close(now.closeCode());
                line = null;
            }
        } else if (last) {
            over = true;
            end(current);
        }
    }

    private boolean play(ReplayStep next) {
        switch (next) {
            case ReplayStep.Send send -> send(renamed(send.envelope()));
            case ReplayStep.SendUnreadable ignored -> {
                if (line != null) {
                    line.send(UNREADABLE);
                }
            }
            case ReplayStep.Await await -> {
                return answers(await);
            }
        }
        return true;
    }

    private boolean answers(ReplayStep.Await await) {
        for (Iterator<Envelope> each = asked.iterator(); each.hasNext(); ) {
            Envelope envelope = each.next();
            if (envelope instanceof StreamResumeEnvelope == await.again()) {
                each.remove();
                UUID live = callID(envelope);
                if (await.callID() != null && live != null) {
                    callIDs.put(await.callID(), live);
                }
                return true;
            }
        }
        return false;
    }

    private static @Nullable UUID callID(Envelope envelope) {
        return switch (envelope) {
            case InvocationEnvelope invocation -> invocation.callID();
            case StreamResumeEnvelope resume ->
                resume.ext() == null ? null : resume.ext().callID();
            default -> null;
        };
    }

    /** The same as an answer to what this client has asked. */
    private Envelope renamed(Envelope recorded) {
        return switch (recorded) {
            case StreamStartEnvelope start -> {
                current = start.streamID();
                yield new StreamStartEnvelope(
                        start.streamID(),
                        callIDs.getOrDefault(start.callID(), start.callID()),
                        start.actorID(),
                        start.targetIdentifier(),
                        start.filter(),
                        start.ext());
            }
            case StreamResumedEnvelope resumed ->
                new StreamResumedEnvelope(
                        resumed.streamID(),
                        callIDs.getOrDefault(resumed.callID(), resumed.callID()),
                        resumed.epoch(),
                        resumed.outcome(),
                        resumed.reason(),
                        resumed.fromSequence(),
                        resumed.toSequence(),
                        resumed.oldestBuffered(),
                        resumed.newestBuffered(),
                        resumed.delta());
            case StreamDataEnvelope data -> {
                current = data.streamID();
                yield data;
            }
            case StreamEndEnvelope ignored -> over(recorded);
            case StreamErrorEnvelope ignored -> over(recorded);
            default -> recorded;
        };
    }

    private Envelope over(Envelope recorded) {
        List<ReplayStep> steps = script.connections().get(connection).steps();
        over = connection == script.connections().size() - 1 && step == steps.size() - 1;
        return recorded;
    }

    private void endAnew(Envelope ask) {
        switch (ask) {
            case StreamResumeEnvelope resume -> end(resume.streamID());
            case InvocationEnvelope invocation -> {
                UUID fresh = invocation.callID();
                send(new StreamStartEnvelope(
                        fresh, invocation.callID(), invocation.actorID(), invocation.targetIdentifier(), null, null));
                end(fresh);
            }
            default -> {}
        }
    }

    private void end(@Nullable UUID stream) {
        endIsOurs = true;
        if (stream != null) {
            send(new StreamEndEnvelope(stream, StreamEndReason.COMPLETED));
        }
    }

    private void send(Envelope envelope) {
        if (line != null) {
            line.send(CODEC.encode(envelope));
        }
    }
}
