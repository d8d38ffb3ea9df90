// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to the application's suppliers of headers and tokens. They may take their time, since they may ask a person. Safe for
 * use by any thread.
 */
final class HeaderRequest implements Runnable {
    private final Supplier<Map<String, String>> supplier;
    private final Consumer<Answer> onAnswer;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread asking;
    private boolean cancelled;

    /** The outcome of the question. */
    sealed interface Answer {}

    /** The headers to send. */
    record Given(Map<String, String> headers) implements Answer {
        /** Returns the names of the headers alone, since a value may be a secret. */
        @Override
        public String toString() {
            return "Given" + headers.keySet();
        }
    }

    /** The error of a supplier that threw, or gave what can't be sent. */
    record NotGiven(Throwable error) implements Answer {}

    HeaderRequest(Supplier<Map<String, String>> supplier, Consumer<Answer> onAnswer) {
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
            answer = new Given(supplier.get());
        } catch (Throwable e) { // Code of the application may throw anything.
            answer = new NotGiven(e);
        } finally {
            end();
        }
        onAnswer.accept(answer);
    }

    /** Gives the question up: nobody waits for the answer any more, and a thread that still asks is interrupted. */
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
