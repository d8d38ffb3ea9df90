// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a server, and the decision on who may come in. Those that are not WebSockets yet are few and have little time, so that
 * silent ones keep nobody out: when there are too many, the one that came first gives way. Safe for use by any thread; its lock
 * guards the sets and is never held while a socket is closed.
 */
// The library tells by its events what becomes of a socket; nobody waits for a single write or close.
@SuppressWarnings("FutureReturnValueIgnored")
final class Admission {
    /** The most sockets that have been refused and have yet to read why; beyond it the one that was refused first is closed. */
    private static final int MOST_REFUSED = 100;

    private final SocketSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    /** The sockets that are not WebSockets yet with what makes them give way, oldest first. */
    private final Map<Channel, Runnable> opening = new LinkedHashMap<>();

    private final Set<Channel> open = new HashSet<>();
    private final Set<Channel> refused = new LinkedHashSet<>();
    private boolean stopping;
    private @Nullable CompletableFuture<Void> empty;

    Admission(SocketSettings settings) {
        this.settings = settings;
    }

    /** An answer to a socket that was accepted. */
    enum Answer {
        /** The socket may ask for its upgrade. */
        WELCOME,
        /** The server is full, and the socket is to be told so. */
        FULL,
        /** The server is stopping, and the socket is to be closed at once. */
        CLOSED
    }

    /**
     * Decides on a socket that was accepted.
     *
     * @param givesWay called, by any thread, when the socket has to make room for another before it is a WebSocket
     */
    Answer accepted(Channel channel, Runnable givesWay) {
        Runnable slowest = null;
        Channel leaves = null;
        Answer answer;
        lock.lock();
        try {
            if (stopping) {
                return Answer.CLOSED;
            }
            if (isFull()) {
                leaves = addRefused(channel);
                answer = Answer.FULL;
            } else {
                if (opening.size() >= settings.maxOpening()
                        || opening.size() + open.size() >= settings.maxConnections()) {
                    slowest = opening.values().iterator().next();
                    leaves = moveToRefused(opening.keySet().iterator().next());
                }
                opening.put(channel, givesWay);
                answer = Answer.WELCOME;
            }
        } finally {
            lock.unlock();
        }
        if (slowest != null) {
            slowest.run();
        }
        close(leaves);
        return answer;
    }

    /** Notes that a socket was refused and has yet to read why, so that it takes no place of those that are opening. */
    void refused(Channel channel) {
        Channel leaves;
        lock.lock();
        try {
            leaves = moveToRefused(channel);
        } finally {
            lock.unlock();
        }
        close(leaves);
    }

    private @Nullable Channel moveToRefused(Channel channel) {
        return opening.remove(channel) == null ? null : addRefused(channel);
    }

    private static void close(@Nullable Channel channel) {
        if (channel != null) {
            channel.close();
        }
    }

    /** Adds a refused socket, and returns the one that has to go for it; null if there is room. With the lock held. */
    private @Nullable Channel addRefused(Channel channel) {
        refused.add(channel);
        if (refused.size() <= MOST_REFUSED) {
            return null;
        }
        Iterator<Channel> oldest = refused.iterator();
        Channel leaves = oldest.next();
        oldest.remove();
        return leaves;
    }

    /** Notes that a socket becomes a WebSocket. Returns false if it comes too late, so that it is to be closed. */
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
                refused.remove(channel);
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
            return opening.size() + open.size() + refused.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return open.size() >= settings.maxConnections();
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
            early.addAll(refused);
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
