// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/** The count of the calls that are not answered yet, which also decides whether more may begin. Safe for use by any thread; its lock guards the count. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int calls;
    private boolean draining;

    /** Counts a call in and returns true, or returns false if none may begin any more. */
    boolean begin() {
        lock.lock();
        try {
            if (draining) {
                return false;
            }
            calls++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Counts a call out, after its answer has been queued. */
    void end() {
        boolean last;
        lock.lock();
        try {
            calls--;
            last = draining && calls == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            drained.complete(null);
        }
    }

    /** Lets no call begin from now on, and returns a stage that completes when the last one has been answered. Calling it again has no effect. */
    CompletionStage<Void> drain() {
        boolean none;
        lock.lock();
        try {
            draining = true;
            none = calls == 0;
        } finally {
            lock.unlock();
        }
        if (none) {
            drained.complete(null);
        }
        return drained.minimalCompletionStage();
    }

    boolean isDraining() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return calls;
        } finally {
            lock.unlock();
        }
    }
}
