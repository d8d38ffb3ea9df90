// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.dispatch.ClientConnection;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The clients whose line a fault keeps cut, by the name that they give themselves on each of their connections. It remembers a bounded
 * number of them, the latest ones. Safe for use by any thread; its lock guards the map.
 */
final class CutClients {
    private static final int MAX_CLIENTS = 10_000;

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> untilNanos = new LinkedHashMap<>();

    CutClients(TimeSource time) {
        this.time = time;
    }

    /**
     * Drops a connection at once, as a cut line would.
     *
     * @param keepOut the time for which its client is refused from now on, if it gave a name; zero for none
     */
    void cut(ClientConnection connection, Duration keepOut) {
        String client = connection.client();
        if (client != null && keepOut.isPositive()) {
            // First, since the client may be back at once.
            keepOut(client, keepOut);
        }
        connection.abort();
    }

    private void keepOut(String client, Duration duration) {
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

    /** Returns how long a client is still kept out; empty for one that may connect. */
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
