// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a server, and the decision on who may come in. Those that are not WebSockets yet are few and have little time, so that
 * silent ones keep nobody out: when there are too many, the one that has taken longest gives way. Safe for use by any thread; its lock
 * guards the sets and is never held while a socket is closed.
 */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class Admission {
    /** The time after which an opening socket may have to give way to a new one. An honest client needs a few round trips. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** The most sockets beyond the limit that are told so; further ones are closed without a word. */
    private static final int MOST_TOLD = 100;

    private final SocketSettings settings;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    /** The sockets that are not WebSockets yet with the time of their coming, oldest first. */
    private final Map<Channel, Long> opening = new LinkedHashMap<>();

    private final Set<Channel> open = new HashSet<>();
    private final Set<Channel> surplus = new HashSet<>();
    private boolean stopping;
    private @Nullable CompletableFuture<Void> empty;

    Admission(SocketSettings settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
    }

    /** An answer to a socket that was accepted. */
    enum Answer {
        /** The socket may ask for its upgrade. */
        WELCOME,
        /** The server is full, and the socket is to be told so. */
        TOLD_FULL,
        /** The socket is to be closed at once. */
        CLOSED
    }

    Answer accepted(Channel channel) {
        Channel slowest = null;
        Answer answer;
        lock.lock();
        try {
            if (stopping) {
                return Answer.CLOSED;
            }
            if (opening.size() >= settings.maxOpening()) {
                slowest = takeSlowest();
            }
            if (opening.size() < settings.maxOpening() && opening.size() + open.size() < settings.maxConnections()) {
                opening.put(channel, time.nanoTime());
                answer = Answer.WELCOME;
            } else if (surplus.size() < MOST_TOLD) {
                surplus.add(channel);
                answer = Answer.TOLD_FULL;
            } else {
                answer = Answer.CLOSED;
            }
        } finally {
            lock.unlock();
        }
        if (slowest != null) {
            slowest.close();
        }
        return answer;
    }

    private @Nullable Channel takeSlowest() {
        Iterator<Map.Entry<Channel, Long>> all = opening.entrySet().iterator();
        Map.Entry<Channel, Long> first = all.next();
        if (time.nanoTime() - first.getValue() < SLOW.toNanos()) {
            return null;
        }
        all.remove();
        return first.getKey();
    }

    /** Notes that a socket has become a WebSocket. Returns false if it came too late, so that it is to be closed. */
    boolean upgraded(Channel channel) {
        lock.lock();
        try {
            if (stopping || opening.remove(channel) == null) {
                return false;
            }
            open.add(channel);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void closed(Channel channel) {
        CompletableFuture<Void> told = null;
        lock.lock();
        try {
            if (opening.remove(channel) == null && !open.remove(channel)) {
                surplus.remove(channel);
            }
            if (opening.isEmpty() && open.isEmpty()) {
                told = empty;
            }
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.complete(null);
        }
    }

    int sockets() {
        lock.lock();
        try {
            return opening.size() + open.size() + surplus.size();
        } finally {
            lock.unlock();
        }
    }

    int opening() {
        lock.lock();
        try {
            return opening.size();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in from now on, closes the sockets that are no WebSockets, and the others when they have had their time for a closing handshake. */
    void stop(Duration grace) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        List<Channel> early;
        lock.lock();
        try {
            stopping = true;
            empty = over;
            early = new ArrayList<>(opening.keySet());
            early.addAll(surplus);
            if (open.isEmpty() && opening.isEmpty()) {
                over.complete(null);
            }
        } finally {
            lock.unlock();
        }
        early.forEach(Channel::close);
        over.completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS).join();
        List<Channel> late;
        lock.lock();
        try {
            late = new ArrayList<>(open);
        } finally {
            lock.unlock();
        }
        late.forEach(Channel::close);
    }
}
