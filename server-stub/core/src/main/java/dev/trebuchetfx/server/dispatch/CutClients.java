// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Clients whose line a fault keeps cut, by the name that they give themselves on each of their connections. Safe for use by any
 * thread; its lock guards the map. It remembers a bounded number of them, the latest ones.
 */
final class CutClients {
    static final int MAX_CLIENTS = 10_000;

    /** A UUID has 36 characters; what is much longer is no name that a client of ours would send. */
    private static final int MAX_NAME_LENGTH = 64;

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> untilNanos = new LinkedHashMap<>();

    CutClients(TimeSource time) {
        this.time = time;
    }

    /** The name in a {@code Trebuchet-Client} header, in one form; null for a client that gives none. */
    static @Nullable String name(@Nullable String header) {
        return header == null || header.isBlank() || header.length() > MAX_NAME_LENGTH
                ? null
                : header.trim().toUpperCase(Locale.ROOT);
    }

    /** Keeps a client out for this long from now on. */
    void keepOut(String client, Duration duration) {
        lock.lock();
        try {
            long now = time.nanoTime();
            untilNanos.values().removeIf(until -> until - now <= 0);
            untilNanos.remove(client);
            untilNanos.put(client, now + duration.toNanos());
            if (untilNanos.size() > MAX_CLIENTS) {
                Iterator<String> oldest = untilNanos.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long a client is still kept out; empty for one that may connect. */
    Optional<Duration> left(@Nullable String client) {
        if (client == null) {
            return Optional.empty();
        }
        lock.lock();
        try {
            Long until = untilNanos.get(client);
            long left = until == null ? 0 : until - time.nanoTime();
            return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
