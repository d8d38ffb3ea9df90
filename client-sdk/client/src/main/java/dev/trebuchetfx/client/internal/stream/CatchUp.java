// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.protocol.envelope.ActorId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The order in which streams ask the peer: streams of higher priority first, and only so many at a time that neither side is flooded.
 * Each answer makes room for the next question, so that all of them take few round trips.
 *
 * <p>Towards a plain version 2 peer there is one resume at a time for each actor and method, since its restart names neither the stream
 * nor the call.
 *
 * <p>Owned by the client's loop.
 */
final class CatchUp {
    /** The largest number of streams that wait for their answers at a time. */
    static final int MAX_UNDER_WAY = 1_000;

    /** The largest expected size of the answers under way, in bytes, unless a single one is larger. */
    static final long MAX_BYTES_UNDER_WAY = 4 << 20;

    private static final Comparator<LogicalStream> MOST_URGENT_FIRST = Comparator.<LogicalStream>comparingInt(
                    LogicalStream::priority)
            .reversed()
            .thenComparingInt(LogicalStream::number);

    private final Executor loop;

    // Valid for one session.
    private @Nullable Session session;
    private final TreeSet<LogicalStream> queue = new TreeSet<>(MOST_URGENT_FIRST);
    private final Map<LogicalStream, Long> underWay = new HashMap<>();
    private long bytesUnderWay;
    private final Map<Observed, LogicalStream> resuming = new HashMap<>();
    private final Map<LogicalStream, Observed> resumes = new HashMap<>();
    private final Map<Observed, TreeSet<LogicalStream>> waiting = new LinkedHashMap<>();
    private boolean turnComes;

    CatchUp(Executor loop) {
        this.loop = loop;
    }

    /** The actor and the method, the only names that a version 2 restart can be told by. */
    private record Observed(ActorId actor, String targetIdentifier) {}

    /** Takes a new session, on which these streams ask, each in its turn. */
    void begin(Session on, Iterable<LogicalStream> streams) {
        end();
        session = on;
        streams.forEach(queue::add);
        askInTurn();
    }

    /** Takes the end of the session: no stream asks any more. */
    void end() {
        session = null;
        queue.clear();
        underWay.clear();
        bytesUnderWay = 0;
        resuming.clear();
        resumes.clear();
        waiting.clear();
    }

    /** Adds a stream that wants to ask. Without a session it asks when there is one. */
    void add(LogicalStream stream) {
        if (session != null) {
            queue.add(stream);
            askSoon();
        }
    }

    /** Changes a stream's priority, wherever it waits. */
    void prioritize(LogicalStream stream, int priority) {
        boolean queued = queue.remove(stream);
        StreamCheckpoint at = stream.checkpoint();
        TreeSet<LogicalStream> behind = at == null ? null : waiting.get(observed(at));
        boolean waits = behind != null && behind.remove(stream);
        stream.setPriority(priority);
        if (queued) {
            queue.add(stream);
        }
        if (behind != null && waits) {
            behind.add(stream);
        }
    }

    /** Returns the stream that has a resume of this actor and method under way at a plain peer; null where none has. */
    @Nullable
    LogicalStream resuming(ActorId actor, String targetIdentifier) {
        return resuming.get(new Observed(actor, targetIdentifier));
    }

    /** Takes the phase that a stream is about to enter. A stream that need not wait for this one any more may ask. */
    void enters(LogicalStream stream, Phase next) {
        boolean freed = false;
        if (!(next instanceof Phase.Resuming)) {
            freed = resumeIsOver(stream);
        }
        if (!next.awaitsPeer()) {
            Long cost = underWay.remove(stream);
            if (cost != null) {
                bytesUnderWay -= cost;
                freed = true;
            }
        }
        if (next instanceof Phase.Closed) {
            queue.remove(stream);
            waiting.values().forEach(behind -> behind.remove(stream));
        }
        if (freed) {
            askSoon();
        }
    }

    private boolean resumeIsOver(LogicalStream stream) {
        Observed observed = resumes.remove(stream);
        if (observed == null) {
            return false;
        }
        resuming.remove(observed);
        TreeSet<LogicalStream> behind = waiting.get(observed);
        if (behind != null) {
            LogicalStream next = behind.pollFirst();
            if (next == null) {
                waiting.remove(observed);
            } else {
                queue.add(next);
            }
        }
        return true;
    }

    /** Plans the next turn. It does not come at once, since the caller that made room has not finished yet. */
    private void askSoon() {
        if (!turnComes && session != null) {
            turnComes = true;
            loop.execute(() -> {
                turnComes = false;
                askInTurn();
            });
        }
    }

    private void askInTurn() {
        Session on = session;
        if (on != null && on.isExtended() && !waiting.isEmpty()) {
            // The peer has shown the extension meanwhile, so it can be asked for all of them at once.
            waiting.values().forEach(queue::addAll);
            waiting.clear();
        }
        while (on != null && on == session && !queue.isEmpty() && hasRoomFor(queue.first())) {
            ask(queue.pollFirst(), on);
        }
    }

    private boolean hasRoomFor(LogicalStream next) {
        return underWay.isEmpty()
                || (underWay.size() < MAX_UNDER_WAY && bytesUnderWay + next.expectedBytes() <= MAX_BYTES_UNDER_WAY);
    }

    private void ask(LogicalStream stream, Session on) {
        StreamCheckpoint at = stream.checkpoint();
        // The restart of a plain peer would lose the filter and the arguments.
        boolean loses = at != null
                && at.epoch() == null
                && !on.isExtended()
                && stream.request().hasFilterOrArguments();
        boolean afresh = at == null || loses;
        if (at != null && !loses && !on.isExtended()) {
            Observed observed = observed(at);
            if (resuming.containsKey(observed)) {
                waiting.computeIfAbsent(observed, key -> new TreeSet<>(MOST_URGENT_FIRST))
                        .add(stream);
                return;
            }
            resuming.put(observed, stream);
            resumes.put(stream, observed);
        }
        long cost = stream.expectedBytes();
        underWay.put(stream, cost);
        bytesUnderWay += cost;
        if (afresh) {
            stream.invoke(on);
        } else {
            stream.resume(on);
        }
    }

    private static Observed observed(StreamCheckpoint at) {
        return new Observed(at.actorID(), at.targetIdentifier());
    }
}
