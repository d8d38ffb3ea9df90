// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.server.replay.ReplayBudget;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The registry of the streams of one server: finds them by id, limits their number, and remembers which of them expired lately.
 *
 * <p>Any thread may use it. Its lock is held for bookkeeping only, never while other code is called.
 */
public final class ServerStreamRegistry {
    private final StreamSettings settings;
    private final Map<UUID, ServerStream> streams = new ConcurrentHashMap<>();
    private final ReplayBudget budget;
    private final LongAdder conflated = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> countsByPrincipal = new HashMap<>();
    private final DetachedStreams detached;
    private final Map<UUID, String> expired = new LinkedHashMap<>();

    public ServerStreamRegistry(StreamSettings settings) {
        this.settings = settings;
        this.detached = new DetachedStreams(settings.maxDetachedStreams());
        this.budget = new ReplayBudget(settings.maxReplayBufferBytes());
    }

    /** Returns the settings of all streams. */
    public StreamSettings settings() {
        return settings;
    }

    /** Returns the bound of what all streams keep. */
    ReplayBudget budget() {
        return budget;
    }

    /** Counts an update that was left out for a peer that reads too slowly. */
    void conflated() {
        conflated.increment();
    }

    /** Returns the number of updates that were left out for slow peers since the server started, those of ended streams included. */
    public long conflatedTotal() {
        return conflated.sum();
    }

    /**
     * The load that the streams are.
     *
     * @param mostOfOnePrincipal the streams of the principal that has the most
     * @param keptBytes the bytes that streams keep, those that several share counted once
     * @param evicted the updates that had to go, since all kept too much together
     */
    public record Load(int streams, int detached, int mostOfOnePrincipal, long keptBytes, long evicted) {}

    /** Returns what the streams take up now. */
    public Load load() {
        lock.lock();
        try {
            int most = countsByPrincipal.values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
            return new Load(streams.size(), detached.size(), most, budget.bytes(), budget.evicted());
        } finally {
            lock.unlock();
        }
    }

    /** Adds a new stream and returns null, or returns why there may be no more of them. */
    @Nullable
    String add(ServerStream stream) {
        lock.lock();
        try {
            if (streams.size() >= settings.maxStreams()) {
                return "this server has " + settings.maxStreams() + " streams, which is its limit";
            }
            int own = countsByPrincipal.getOrDefault(stream.principal(), 0);
            if (own >= settings.maxStreamsPerPrincipal()) {
                return stream.principal() + " has " + own + " streams at this server, which is the limit";
            }
            countsByPrincipal.put(stream.principal(), own + 1);
            streams.put(stream.id(), stream);
            return null;
        } finally {
            lock.unlock();
        }
    }

    void remove(ServerStream stream) {
        lock.lock();
        try {
            if (streams.remove(stream.id(), stream)) {
                countsByPrincipal.computeIfPresent(
                        stream.principal(), (principal, own) -> own == 1 ? null : Integer.valueOf(own - 1));
            }
            detached.remove(stream);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the stream with this id if it belongs to {@code principal}, or null. */
    @Nullable
    ServerStream find(UUID id, String principal) {
        ServerStream stream = streams.get(id);
        return stream != null && stream.principal().equals(principal) ? stream : null;
    }

    /** Returns the stream with this id, whichever principal it belongs to, or null. */
    public @Nullable ServerStream find(UUID id) {
        return streams.get(id);
    }

    /** Returns a copy of the list of all streams. */
    public Collection<ServerStream> all() {
        return List.copyOf(streams.values());
    }

    /** Adds a stream to the detached ones. If there are too many, the principal that has the most loses the one that was detached first. */
    void detached(ServerStream stream) {
        ServerStream victim;
        lock.lock();
        try {
            victim = detached.add(stream);
        } finally {
            lock.unlock();
        }
        if (victim != null) {
            victim.cell().turn(() -> {
                if (victim.subscriber() == null) {
                    victim.expire();
                }
            });
        }
    }

    void noLongerDetached(ServerStream stream) {
        lock.lock();
        try {
            detached.remove(stream);
        } finally {
            lock.unlock();
        }
    }

    void rememberExpired(ServerStream stream) {
        lock.lock();
        try {
            expired.put(stream.id(), stream.principal());
            if (expired.size() > StreamSettings.MAX_EXPIRED_REMEMBERED) {
                Iterator<UUID> oldest = expired.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a stream with this id expired lately and belonged to {@code principal}. */
    boolean hasExpired(UUID id, String principal) {
        lock.lock();
        try {
            return principal.equals(expired.get(id));
        } finally {
            lock.unlock();
        }
    }
}
