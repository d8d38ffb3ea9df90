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
 * Every stream of one server by its id, how many there may be, and which of them expired lately. Safe for use by any thread; its
 * lock is held for bookkeeping only, never while anything else is called.
 */
public final class StreamRegistry {
    private final StreamSettings settings;
    private final Map<UUID, ServerStream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder conflated = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ServerStream> detached = new LinkedHashSet<>();
    private final Map<UUID, String> expired = new LinkedHashMap<>();

    public StreamRegistry(StreamSettings settings) {
        this.settings = settings;
    }

    /** How streams live. */
    public StreamSettings settings() {
        return settings;
    }

    /** An update was left out for a peer that reads too slowly. */
    void conflated() {
        conflated.increment();
    }

    /** How many updates were left out for peers that read too slowly, of streams that are over too. */
    public long conflatedTotal() {
        return conflated.sum();
    }

    /** Adds a new stream; false if there are too many. */
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

    /** A stream that {@code principal} may ask for; another's is as if it were not there. */
    @Nullable
    ServerStream find(UUID id, String principal) {
        ServerStream stream = streams.get(id);
        return stream != null && stream.principal().equals(principal) ? stream : null;
    }

    /** A stream, whoever it belongs to. */
    public @Nullable ServerStream find(UUID id) {
        return streams.get(id);
    }

    /** All streams at this moment. */
    public Collection<ServerStream> all() {
        return List.copyOf(streams.values());
    }

    /** Notes a detached stream; where there are too many, the one detached longest expires. */
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

    /** Whether this principal's stream expired lately. */
    boolean hasExpired(UUID id, String principal) {
        lock.lock();
        try {
            return principal.equals(expired.get(id));
        } finally {
            lock.unlock();
        }
    }
}
