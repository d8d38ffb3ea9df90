// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question at a time in the background; a newer one takes the place of those that wait, and of the one under way.
 *
 * <p>{@link #ask} and {@link #take} are for one thread.
 */
final class Surveyor<Q, A> {
    /** Puts an answer together; null where it was cancelled. */
    @FunctionalInterface
    interface Work<Q, A> {
        @Nullable
        A answer(Q question, BooleanSupplier cancelled);
    }

    private record Answered<A>(A answer) {}

    private final Executor background;
    private final Work<Q, A> work;
    private final AtomicReference<@Nullable Q> wanted = new AtomicReference<>();
    private final AtomicReference<@Nullable Answered<A>> ready = new AtomicReference<>();
    private final AtomicBoolean running = new AtomicBoolean();

    Surveyor(Executor background, Work<Q, A> work) {
        this.background = background;
        this.work = work;
    }

    /** Asks; what was asked before and is not answered is forgotten. */
    void ask(Q question) {
        wanted.set(question);
        start();
    }

    private void start() {
        if (running.compareAndSet(false, true)) {
            background.execute(this::run);
        }
    }

    private void run() {
        Q question = wanted.get();
        try {
            while (question != null) {
                Q asked = question;
                A answer = work.answer(asked, () -> wanted.get() != asked);
                if (answer != null && wanted.compareAndSet(asked, null)) {
                    ready.set(new Answered<>(answer));
                }
                question = wanted.get();
            }
        } finally {
            running.set(false);
        }
        if (wanted.get() != null) {
            start();
        }
    }

    /** Whether a question waits for its answer. */
    boolean isBusy() {
        return wanted.get() != null;
    }

    /** The newest answer since the last call; null for none. */
    @Nullable
    A take() {
        Answered<A> answered = ready.getAndSet(null);
        return answered == null ? null : answered.answer;
    }
}
