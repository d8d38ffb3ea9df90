// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The logical streams of an audit. They find the stream of a message by the call that opened it, by the resume that it answers, or,
 * if a version 2 server answers under an id that the client can't know, by actor and method. Confined to the audit that owns them.
 */
final class AuditedStreams {
    private static final int MAX_STREAMS = 10_000;
    private static final int MAX_IDS = 50_000;

    private final StateKeyframes keyframes;
    private final List<AuditedStream> logical = new ArrayList<>();
    private final Map<UUID, SequencedStream> byID = bounded();
    private final Map<UUID, Asked> byInvocation = bounded();
    private final Map<UUID, Resume> byResume = bounded();
    private final List<Resume> version2 = new ArrayList<>();
    private long unseen;
    private boolean counted = true;
    private int numbers;

    private record Asked(AuditedStream stream, int connection) {}

    AuditedStreams(StateKeyframes keyframes) {
        this.keyframes = keyframes;
    }

    private static <V> Map<UUID, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
                return size() > MAX_IDS;
            }
        };
    }

    void counting(boolean on) {
        counted = on;
    }

    void unseen() {
        unseen++;
    }

    AuditedStream invoked(InvocationEnvelope invocation, int connection, long time) {
        Subscription asked = Subscription.of(invocation);
        AuditedStream stream = null;
        for (AuditedStream each : logical) {
            if (each.subscription.isSameAs(asked)
                    && each.awaitsInvocation(connection, time)
                    && byInvocation.values().stream().noneMatch(open -> open.stream() == each)) {
                stream = each;
                break;
            }
        }
        if (stream == null) {
            stream = add(asked);
        } else {
            stream.askedAnew();
        }
        stream.counting(counted);
        stream.asked(time);
        byInvocation.put(invocation.callID(), new Asked(stream, connection));
        return stream;
    }

    /** Fails the stream whose opening call the server refused, and returns it; returns null if the call opens no known stream. */
    @Nullable
    AuditedStream refused(UUID callID, String why) {
        Asked asked = byInvocation.remove(callID);
        if (asked == null) {
            return null;
        }
        if (!why.startsWith(ResponseEnvelope.UNAVAILABLE)) {
            asked.stream().failed(why);
        }
        return asked.stream();
    }

    private AuditedStream add(Subscription asked) {
        numbers++;
        AuditedStream stream = new AuditedStream(numbers, asked, keyframes);
        logical.add(stream);
        if (logical.size() > MAX_STREAMS) {
            logical.remove(
                    logical.stream().filter(AuditedStream::isEnded).findFirst().orElse(logical.getFirst()));
        }
        stream.counting(counted);
        return stream;
    }

    /** Returns the stream and whether it takes the place of another. */
    Started started(StreamStartEnvelope start, int connection, long time, long index) {
        Asked asked = byInvocation.remove(start.callID());
        AuditedStream stream = asked == null ? null : asked.stream();
        Resume answered = byResume.remove(start.callID());
        if (stream == null && answered == null) {
            answered = version2Resume(start, connection);
        }
        if (stream == null) {
            stream = answered == null ? orphan(start, time) : answered.stream.owner;
        }
        if (stream == null) {
            stream = add(Subscription.of(start));
        }
        stream.counting(counted);
        stream.subscription.started(start);
        SequencedStream before = stream.current();
        boolean restart =
                before != null && before.highest() != 0 && !(before.isReplayedByVersion2() && answered == null);
        byID.put(start.streamID(), stream.begin(start, connection, unseen, answered, time, index));
        return new Started(stream, restart);
    }

    record Started(AuditedStream stream, boolean restart) {}

    private @Nullable Resume version2Resume(StreamStartEnvelope start, int connection) {
        for (Resume resume : version2) {
            if (resume.connection == connection
                    && !resume.isAnswered()
                    && !resume.isAbandoned()
                    && resume.stream.owner.subscription.isServedBy(start.actorID(), start.targetIdentifier())) {
                version2.remove(resume);
                return resume;
            }
        }
        return null;
    }

    /** Returns the stream that a start without a captured request goes on with, one that lost its connection; null if there is none. */
    private @Nullable AuditedStream orphan(StreamStartEnvelope start, long time) {
        for (AuditedStream each : logical) {
            SequencedStream current = each.current();
            if (current != null
                    && current.isBoundToDead()
                    && !each.isEnded()
                    && !each.isLeft(time)
                    && each.subscription.isServedBy(start.actorID(), start.targetIdentifier())) {
                return each;
            }
        }
        return null;
    }

    /** Returns the stream with this id. If its start was not captured, a new logical stream is made for it. */
    private SequencedStream stream(UUID id, int connection) {
        SequencedStream known = byID.get(id);
        if (known == null) {
            AuditedStream owner = add(Subscription.unknown());
            known = owner.beginUnseen(id, connection, unseen);
            byID.put(id, known);
        }
        known.owner.counting(counted);
        return known;
    }

    Judgement update(StreamDataEnvelope data, LineEvent.Message message, long index) {
        int connection = message.connection();
        SequencedStream stream = stream(data.streamID(), connection);
        AuditedStream owner = stream.owner;
        Resume pending = owner.pendingResume();
        boolean asked = pending != null
                && pending.stream == stream
                && pending.connection == connection
                && !pending.isAnswered();
        boolean elsewhere = stream.connection() != connection;
        if (pending != null && asked && (elsewhere || stream.isOfVersion2())) {
            // A version 2 server replays without a word, and goes on live only where the connection is the same.
            pending.concluded(ResumeOutcome.REPLAYED);
            Long until = elsewhere || stream.isBoundToDead() ? null : Long.valueOf(stream.highest());
            stream.replaying(pending, until, connection);
        } else if (elsewhere) {
            stream.rebound(connection);
        }
        SequenceVerdict verdict = owner.update(stream, data, message, unseen, index);
        return new Judgement(owner.number(), verdict, false);
    }

    AuditedStream resumeAsked(StreamResumeEnvelope asked, int connection, long time, long index) {
        SequencedStream stream = stream(asked.streamID(), connection);
        stream.owner.subscription.learn(asked);
        if (stream.connection() != connection) {
            stream.connectionClosed();
        }
        Resume resume = new Resume(asked, connection, stream, time, index);
        stream.owner.resumeAsked(resume);
        if (asked.ext() != null) {
            byResume.put(asked.ext().callID(), resume);
        }
        version2.removeIf(each -> each.connection != connection && each.isAbandoned());
        version2.add(resume);
        if (version2.size() > MAX_STREAMS) {
            version2.removeFirst();
        }
        return stream.owner;
    }

    @Nullable
    AuditedStream resumeAnswered(StreamResumedEnvelope answer, int connection, long time) {
        Resume resume = byResume.get(answer.callID());
        SequencedStream stream = resume == null ? byID.get(answer.streamID()) : resume.stream;
        if (stream == null) {
            return null;
        }
        stream.owner.counting(counted);
        stream.newestBuffered(answer.newestBuffered());
        if (resume == null) {
            stream.rebound(connection);
            return stream.owner;
        }
        version2.remove(resume);
        resume.answered(answer, time);
        switch (answer.outcome()) {
            case CURRENT -> {
                byResume.remove(answer.callID());
                stream.rebound(connection);
            }
            case REPLAYED -> {
                byResume.remove(answer.callID());
                stream.replaying(resume, answer.toSequence(), connection);
            }
            case RESTARTED -> {}
        }
        return stream.owner;
    }

    void heartbeat(HeartbeatEnvelope heartbeat, int connection, long time, long index) {
        heartbeat.streams().forEach((id, upTo) -> {
            SequencedStream stream = byID.get(id);
            if (stream != null
                    && stream.connection() == connection
                    && !stream.isReplaying()
                    && stream.owner.pendingResume() == null) {
                stream.owner.counting(counted);
                stream.sent(upTo, unseen, time, index);
            }
        });
    }

    @Nullable
    AuditedStream ended(UUID id, String why, boolean failed) {
        SequencedStream stream = byID.get(id);
        if (stream == null) {
            return null;
        }
        AuditedStream owner = stream.owner;
        if (owner.current() == stream) {
            if (failed) {
                owner.failed(why);
            } else {
                owner.ended(why);
            }
        } else {
            stream.end(GapCause.UNKNOWN);
        }
        return owner;
    }

    void taken(UUID id, long sequence) {
        SequencedStream stream = byID.get(id);
        if (stream != null) {
            stream.owner.taken(id, sequence);
        }
    }

    /** Notes that a connection closed. {@code left}: whether the client closed it on purpose. */
    void closed(int connection, long time, boolean left) {
        logical.forEach(stream -> stream.connectionClosed(connection, time, left));
        version2.removeIf(resume -> resume.connection == connection);
        byInvocation.values().removeIf(asked -> asked.connection() == connection);
    }

    @Nullable
    AuditedStream of(UUID id) {
        SequencedStream stream = byID.get(id);
        return stream == null ? null : stream.owner;
    }

    Collection<AuditedStream> all() {
        return logical;
    }
}
