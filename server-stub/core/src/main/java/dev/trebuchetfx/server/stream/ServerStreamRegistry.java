// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder conflated = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ServerStream> detached = new LinkedHashSet<>();
    private final Map<UUID, String> expired = new LinkedHashMap<>();

    public ServerStreamRegistry(StreamSettings settings) {
        this.settings = settings;
    }

    /** Returns the settings of all streams. */
    public StreamSettings settings() {
        return settings;
    }

    /** Counts an update that was left out for a peer that reads too slowly. */
    void conflated() {
        conflated.increment();
    }

    /** Returns the number of updates that were left out for slow peers since the server started, those of ended streams included. */
    public long conflatedTotal() {
        return conflated.sum();
    }

    /** Adds a new stream and returns true, or returns false if the server has as many as it may have. */
    boolean add(ServerStream stream) {
        if (count.incrementAndGet() > settings.maxStreams()) {
            count.decrementAndGet();
            return false;
        }
        streams.put(stream.id(), stream);
        return true;
    }

    void remove(ServerStream stream) {
        if (streams.remove(stream.id(), stream)) {
            count.decrementAndGet();
        }
        noLongerDetached(stream);
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

    /** Adds a stream to the detached ones. If there are too many, the one that was detached first expires. */
    void detached(ServerStream stream) {
        ServerStream victim = null;
        lock.lock();
        try {
            detached.add(stream);
            if (detached.size() > settings.maxDetachedStreams()) {
                Iterator<ServerStream> oldest = detached.iterator();
                victim = oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
        if (victim != null) {
            ServerStream evicted = victim;
            evicted.cell().execute(() -> {
                if (evicted.subscriber() == null) {
                    evicted.expire();
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
