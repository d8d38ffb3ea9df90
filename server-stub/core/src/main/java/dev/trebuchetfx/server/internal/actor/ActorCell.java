// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An actor with its mailbox: what it is asked runs one at a time, in order. Safe for use by any thread; the actor itself and the
 * streams of its states are confined to its turns.
 */
public final class ActorCell implements ActorContext {
    private final String name;
    private final Supplier<ActorId> realId;
    private final Object actor;
    private final ActorMethods methods;
    private final SerialExecutor turns;
    private final int mailboxLimit;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread inTurn;
    private volatile boolean stopped;

    ActorCell(
            String name,
            Supplier<ActorId> realId,
            Object actor,
            ActorMethods methods,
            Executor executor,
            int mailboxLimit) {
        this.name = name;
        this.realId = realId;
        this.actor = actor;
        this.methods = methods;
        this.turns = new SerialExecutor(executor);
        this.mailboxLimit = mailboxLimit;
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns the id that the server gave it, with the server's address. */
    public ActorId realId() {
        return realId.get();
    }

    /** Returns the methods that can be called, in a turn. */
    public ActorMethods methods() {
        return methods;
    }

    @Override
    public boolean isInTurn() {
        return inTurn == Thread.currentThread();
    }

    /** Queues work of the server's own, which is always taken. */
    @Override
    public void execute(Runnable task) {
        turns.execute(() -> {
            inTurn = Thread.currentThread();
            try {
                task.run();
            } finally {
                inTurn = null;
            }
        });
    }

    /**
     * Queues work that a peer asked for.
     *
     * @return false if the mailbox is full, and the task will not run
     */
    public boolean offer(Runnable task) {
        if (waiting.incrementAndGet() > mailboxLimit) {
            waiting.decrementAndGet();
            return false;
        }
        execute(() -> {
            waiting.decrementAndGet();
            task.run();
        });
        return true;
    }

    /** Returns what a peer is told when {@link #offer} refuses. */
    public String busyMessage() {
        return "Actor is busy: " + mailboxLimit + " messages wait for " + name + "; try again later";
    }

    void start() {
        if (actor instanceof ActorLifecycle lifecycle) {
            execute(() -> lifecycle.started(this));
        }
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
        if (actor instanceof ActorLifecycle lifecycle) {
            execute(lifecycle::stopped);
        }
    }
}
