// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.patience.Watchdogs;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All streams of a client. It finds the stream that a message is for, and decides on a new session how each one goes on.
 *
 * <p>Owned by the client's loop: every method is called on it.
 */
public final class StreamRegistry {
    /** The most characters of a stream's actor and method. The position of each stream keeps them, and its state alone is counted. */
    private static final int MAX_NAMES = 4_096;

    private final StreamContext context;
    private final Set<LogicalStream> streams = new LinkedHashSet<>();
    private final Map<UUID, LogicalStream> byCall = new HashMap<>();
    private final Map<UUID, LogicalStream> byStreamId = new HashMap<>();
    private final Watchdogs watchdogs;
    private final CatchUp catchUp;
    private final UnwantedStreams unwanted;
    private final UnstartedUpdates early = new UnstartedUpdates();
    private int opened;
    private boolean closed;

    // Valid for one session.
    private @Nullable Session session;
    private TimeSource.@Nullable Timer vouching;

    public StreamRegistry(StreamContext context) {
        this.context = context;
        this.watchdogs = new Watchdogs(context.time(), context.loop());
        this.catchUp = new CatchUp(context.loop());
        this.unwanted = new UnwantedStreams(context.time(), context.answerTimeout());
    }

    /** Opens a stream, now or with the next session. */
    public LogicalStream open(StreamRequest request, StreamSink sink) {
        CheckpointTrack track = context.checkpoints().claim(request);
        LogicalStream stream = new LogicalStream(++opened, request, context, sink, this, watchdogs, track);
        if (closed) {
            stream.clientClosed(new ClientClosedException(request.targetIdentifier() + " of " + request.actor()
                    + " can't be observed: the client was closed"));
            return stream;
        }
        streams.add(stream);
        stream.restore();
        StreamCheckpoint at = stream.checkpoint();
        if (at != null) {
            byStreamId.put(at.streamID(), stream);
        }
        catchUp.add(stream);
        return stream;
    }

    /** Takes a new session, on which every stream resumes or is invoked. */
    public void connected(Session newSession) {
        session = newSession;
        catchUp.begin(newSession, streams);
        vouchLater(newSession);
    }

    /**
     * Plans the next time at which live streams vouch for their checkpoints. While the line is up the server keeps a stream, however
     * quiet it is, so its checkpoint must not grow old.
     */
    private void vouchLater(Session on) {
        vouching = context.time().schedule(context.checkpoints().maxAge().dividedBy(3), () -> context.loop()
                .execute(() -> {
                    if (session == on) {
                        streams.forEach(LogicalStream::vouchFor);
                        vouchLater(on);
                    }
                }));
    }

    /** Takes a session on which every stream goes on, while the one before was in order: what is shown is no older for that. */
    public void replaced(Session next) {
        over();
        List.copyOf(streams).forEach(LogicalStream::handedOver);
        connected(next);
    }

    /** Takes the end of a session; each stream that it carried keeps its checkpoint. */
    public void disconnected(Session lost, String why) {
        if (session != lost) {
            return;
        }
        over();
        for (LogicalStream stream : List.copyOf(streams)) {
            stream.disconnected(why);
        }
    }

    private void over() {
        session = null;
        if (vouching != null) {
            vouching.cancel();
            vouching = null;
        }
        catchUp.end();
        unwanted.clear();
        early.clear();
    }

    /**
     * Says on a session how far each live stream has come, so that a server can tell whether the last updates were lost. At least one message
     * is sent.
     */
    public void tellPositions(Session on) {
        Map<UUID, Long> positions = new HashMap<>();
        int sent = 0;
        for (LogicalStream stream : streams) {
            StreamCheckpoint at = stream.checkpoint();
            if (at != null && stream.phase() instanceof Phase.Live && on.isExtended()) {
                positions.put(at.streamID(), at.lastSequence());
            }
            if (positions.size() == HeartbeatEnvelope.MAX_STREAMS) {
                context.sender().send(on, new HeartbeatEnvelope(positions));
                sent++;
                positions = new HashMap<>();
            }
        }
        if (sent == 0 || !positions.isEmpty()) {
            context.sender().send(on, new HeartbeatEnvelope(positions));
        }
    }

    /** Fails every stream with {@code why}, since the client is closed. */
    public void close(TrebuchetException why) {
        closed = true;
        for (LogicalStream stream : List.copyOf(streams)) {
            stream.clientClosed(why);
        }
    }

    /** Takes the start of a stream, for an invocation or a resume of this client, or for one that nobody awaits any more. */
    public void started(Session on, StreamStartEnvelope start) {
        if (start.ext() != null) {
            on.markExtended();
        }
        LogicalStream stream = byCall.get(start.callID());
        if (stream == null && !on.isExtended()) {
            stream = catchUp.resuming(start.actorID(), start.targetIdentifier());
            if (stream != null && stream.request().hasFilterOrArguments()) {
                // The restart has lost the filter or the arguments. Its updates are dropped, and the stream is invoked
                // afresh.
                stream.invoke(on);
                return;
            }
        }
        if (stream == null) {
            if (on.isExtended()) {
                endUnawaited(on, start.streamID());
            }
            return;
        }
        int names =
                start.actorID().toString().length() + start.targetIdentifier().length();
        if (names > MAX_NAMES) {
            stream.refused("expected names of at most " + MAX_NAMES + " characters, but found " + names
                    + " in the server's streamStart");
            return;
        }
        if (stream.phase() instanceof Phase.Resuming && on.isExtended() && !keepsOrder(on)) {
            // It has overtaken the answer, which says why the stream begins anew.
            early.keep(start);
            return;
        }
        StreamCheckpoint before = stream.checkpoint();
        if (before != null) {
            unknown(before.streamID(), stream);
        }
        byStreamId.put(start.streamID(), stream);
        LogicalStream begun = stream;
        guard(begun, () -> begun.started(start));
        guard(begun, () -> early.give(start.streamID(), begun));
    }

    /** Takes an update, and drops it where its stream was closed or replaced, or is not known. */
    public void data(Session on, StreamDataEnvelope data) {
        boolean keepsOrder = keepsOrder(on);
        if (!keepsOrder && data.ext() != null) {
            // What else would show the extension may come later.
            on.markExtended();
        }
        LogicalStream stream = byStreamId.get(data.streamID());
        if (stream != null) {
            guard(stream, () -> stream.data(data));
        } else if (mayOvertakeItsStart(on)) {
            early.keep(data);
        } else {
            endIfUnwanted(on, data.streamID());
        }
    }

    /** Takes the newest number that the server has sent of each stream that changed lately, and for which streams it does not vouch. */
    public void heartbeat(Session on, HeartbeatEnvelope heartbeat) {
        on.markExtended();
        HeartbeatEnvelope.Ext ext = heartbeat.ext();
        heartbeat.streams().forEach((streamID, newest) -> {
            LogicalStream stream = byStreamId.get(streamID);
            String cursor = ext == null ? null : ext.cursors().get(streamID);
            Long version = ext == null ? null : ext.throughVersions().get(streamID);
            if (stream != null) {
                guard(stream, () -> stream.heartbeat(newest, cursor, version));
            } else if (mayOvertakeItsStart(on)) {
                early.keep(streamID, begun -> begun.heartbeat(newest, cursor, version));
            } else {
                endIfUnwanted(on, streamID);
            }
        });
        // Afterwards, since a stream that lacks what was sent is behind, whoever vouches for it.
        if (ext != null) {
            ext.stale().forEach((streamID, why) -> {
                LogicalStream stream = byStreamId.get(streamID);
                if (stream != null) {
                    guard(stream, () -> stream.vouched(why));
                } else if (mayOvertakeItsStart(on)) {
                    early.keep(streamID, begun -> begun.vouched(why));
                }
            });
        }
    }

    /**
     * Takes a response to an invocation that was to open a stream, as if it were a call.
     *
     * @return true if the server opens no streams for now, so that another one is the better choice
     */
    public boolean answeredAsCall(ResponseEnvelope response) {
        LogicalStream stream = byCall.get(response.callID());
        if (stream == null || !(stream.phase() instanceof Phase.Invoking)) {
            return false;
        }
        stream.answeredAsCall(response);
        return ResponseEnvelope.DRAINING.equals(response.errorMessage());
    }

    /** Takes the answer to a resume, which may have been given up. */
    public void resumed(Session on, StreamResumedEnvelope answer) {
        on.markExtended();
        LogicalStream stream = byCall.get(answer.callID());
        if (stream == null) {
            endUnawaited(on, answer.streamID());
        } else {
            guard(stream, () -> stream.resumed(answer));
        }
        StreamStartEnvelope start = early.takeStart(answer.callID());
        if (start != null) {
            started(on, start);
        }
    }

    private static boolean keepsOrder(Session on) {
        return on.line().reorderWait().isZero();
    }

    /** Returns whether what comes of an unknown stream may have overtaken its {@code streamStart}. */
    private boolean mayOvertakeItsStart(Session on) {
        return !keepsOrder(on) && !byCall.isEmpty();
    }

    /** Takes the news that another filter decides on a stream. */
    public void updated(Session on, StreamUpdatedEnvelope answer) {
        on.markExtended();
        LogicalStream stream = byStreamId.get(answer.streamID());
        if (stream != null) {
            stream.filterUpdated(answer.fromSequence());
        }
    }

    /** Takes the end of a stream. */
    public void ended(StreamEndEnvelope end) {
        LogicalStream stream = byStreamId.get(end.streamID());
        if (stream != null) {
            stream.ended(end.reason());
        }
    }

    /** Takes the error of a stream. */
    public void broken(StreamErrorEnvelope error) {
        LogicalStream stream = byStreamId.get(error.streamID());
        if (stream != null) {
            stream.broken(error);
        }
    }

    /**
     * Runs a stream's part in handling a message. A stream that fails inside must say so, since silence would look like freshness.
     *
     * @throws OutOfMemoryError if the message takes too much memory; the session must end then, and the stream asks for the full state on
     *     the next one
     */
    private static void guard(LogicalStream stream, Runnable turn) {
        try {
            turn.run();
        } catch (OutOfMemoryError e) {
            stream.distrusted();
            throw e;
        } catch (Throwable e) {
            stream.failedInside(e);
        }
    }

    /** Returns the owner that the parts of a stream tell of it. */
    StreamOwner ownerOf(LogicalStream stream) {
        return new StreamOwner() {
            @Override
            public void phaseChanges(Phase before, Phase after) {
                phaseChanged(stream, before, after);
            }

            @Override
            public void wantsToAsk() {
                catchUp.add(stream);
            }

            @Override
            public void over() {
                forget(stream);
            }
        };
    }

    private void phaseChanged(LogicalStream stream, Phase before, Phase after) {
        UUID callBefore = awaitedCall(before);
        if (callBefore != null) {
            byCall.remove(callBefore, stream);
        }
        UUID callAfter = awaitedCall(after);
        if (callAfter != null) {
            byCall.put(callAfter, stream);
        }
        catchUp.enters(stream, after);
    }

    void prioritize(LogicalStream stream, int priority) {
        catchUp.prioritize(stream, priority);
    }

    private void forget(LogicalStream stream) {
        stream.over();
        streams.remove(stream);
        StreamCheckpoint at = stream.checkpoint();
        if (at != null) {
            unknown(at.streamID(), stream);
        }
    }

    /** Forgets the id of a stream: what still comes of it is late. */
    private void unknown(UUID streamID, LogicalStream stream) {
        byStreamId.remove(streamID, stream);
        unwanted.begins(streamID);
    }

    private void endIfUnwanted(Session on, UUID streamID) {
        if (on.isExtended() && unwanted.isOverdue(streamID)) {
            endUnawaited(on, streamID);
        }
    }

    private void endUnawaited(Session on, UUID streamID) {
        if (byStreamId.containsKey(streamID)) {
            // An answer that came twice names a stream that is in use.
            return;
        }
        if (!unwanted.ends(streamID)) {
            // If the server sends anything of the stream later, it is told then.
            return;
        }
        context.sender().send(on, new StreamEndEnvelope(streamID, StreamEndReason.CLIENT_UNSUBSCRIBED));
    }

    private static @Nullable UUID awaitedCall(Phase phase) {
        return switch (phase) {
            case Phase.Invoking invoking -> invoking.callID();
            case Phase.Resuming resuming -> resuming.callID();
            case Phase.AwaitingRestart restart -> restart.callID();
            case Phase.Waiting waiting -> null;
            case Phase.Live live -> null;
            case Phase.Paused paused -> null;
            case Phase.Closed closed -> null;
        };
    }
}
