// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to the application's token supplier, which may take its time: it may ask a person. Safe for use by any thread.
 */
final class TokenRequest implements Runnable {
    private final Supplier<@Nullable String> supplier;
    private final Consumer<Answer> onAnswer;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread asking;
    private boolean cancelled;

    /** What the supplier gave: a token, none because none is needed, or an error. */
    record Answer(@Nullable String token, @Nullable Throwable error) {
        /** Without the token: it is a secret. */
        @Override
        public String toString() {
            return "Answer[" + (token == null ? "no token" : "a token") + "]";
        }
    }

    TokenRequest(Supplier<@Nullable String> supplier, Consumer<Answer> onAnswer) {
        this.supplier = supplier;
        this.onAnswer = onAnswer;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        Answer answer;
        try {
            answer = new Answer(supplier.get(), null);
        } catch (Throwable e) {
            answer = new Answer(null, e);
        } finally {
            end();
        }
        onAnswer.accept(answer);
    }

    /** Nobody waits for the answer any more: who is still asking is interrupted. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            if (asking != null && asking != Thread.currentThread()) {
                asking.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            asking = Thread.currentThread();
            return !cancelled;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            asking = null;
        } finally {
            lock.unlock();
        }
    }
}
