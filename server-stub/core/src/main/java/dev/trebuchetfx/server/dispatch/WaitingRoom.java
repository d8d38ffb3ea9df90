// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.server.stream.Outlet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The streams that wait until a slow peer can take more, each once, the longest first. Safe for use by any thread; its lock guards the order. */
final class WaitingRoom {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Outlet> waiting = new LinkedHashSet<>();

    /** Lines up at the end; one that waits already keeps its place. */
    void add(Outlet outlet) {
        lock.lock();
        try {
            waiting.add(outlet);
        } finally {
            lock.unlock();
        }
    }

    void remove(Outlet outlet) {
        lock.lock();
        try {
            waiting.remove(outlet);
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns those that have waited longest, at most so many. */
    List<Outlet> takeFirst(int most) {
        lock.lock();
        try {
            List<Outlet> first = new ArrayList<>();
            Iterator<Outlet> all = waiting.iterator();
            while (first.size() < most && all.hasNext()) {
                first.add(all.next());
                all.remove();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
