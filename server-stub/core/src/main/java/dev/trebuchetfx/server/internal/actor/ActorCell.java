// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.internal.persistence.StoredStep;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An actor with its mailbox: what it is asked runs one at a time, in order. Safe for use by any thread; the actor itself and the
 * streams of its states are confined to its turns.
 */
public final class ActorCell implements ActorContext {
    /** The most bytes that waiting messages have together; one message alone may always wait. */
    private static final long MAX_WAITING_BYTES = 16L << 20;

    private final String name;
    private final Supplier<ActorId> realId;
    private final Object actor;
    private final ActorMethods methods;
    private final SerialExecutor turns;
    private final int mailboxLimit;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile @Nullable StateKeeper keeper;
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

    /** Returns the keeper of its state; null if it is no {@link StatefulActor}. */
    public @Nullable StateKeeper keeper() {
        return keeper;
    }

    /** Gives it the keeper of its state, before anybody else knows it. */
    void keep(StateKeeper own) {
        keeper = own;
    }

    /** Runs the actor's own work: as a step that is stored, where it is a {@link StatefulActor}. */
    @Override
    public void execute(Runnable task) {
        StateKeeper own = keeper;
        if (own == null) {
            turn(task);
        } else {
            turn(() -> own.perform(new OwnStep(name, task), () -> {}));
        }
    }

    /** Queues work of the server's own, which is always taken. */
    public void turn(Runnable task) {
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
     * @param bytes how many bytes wait with it
     * @return false if the mailbox is full, and the task will not run
     */
    public boolean offer(long bytes, Runnable task) {
        int messages = waiting.incrementAndGet();
        long allBytes = waitingBytes.addAndGet(bytes);
        if (messages > mailboxLimit || (messages > 1 && allBytes > MAX_WAITING_BYTES)) {
            taken(bytes);
            return false;
        }
        turn(() -> {
            taken(bytes);
            task.run();
        });
        return true;
    }

    /**
     * Queues a step that a peer asked for; only of a {@link StatefulActor}.
     *
     * @param bytes how many bytes wait with it
     * @return false if the mailbox is full, and the step will not run
     */
    public boolean offerStep(StateKeeper own, long bytes, StoredStep step) {
        int messages = waiting.incrementAndGet();
        long allBytes = waitingBytes.addAndGet(bytes);
        if (messages > mailboxLimit || (messages > 1 && allBytes > MAX_WAITING_BYTES)) {
            taken(bytes);
            return false;
        }
        turn(() -> own.perform(step, () -> taken(bytes)));
        return true;
    }

    /**
     * Calls {@code then}, in a turn, when the actor can be observed: at once, or when its state has been loaded, or loaded anew since this server may
     * not know the newest one.
     *
     * @param then told why it can't; null if it can
     */
    public void whenAwake(Consumer<@Nullable Throwable> then) {
        StateKeeper own = keeper;
        if (own == null) {
            then.accept(null);
        } else {
            own.whenCertain(then);
        }
    }

    /** Returns whether nothing waits that a peer asked for. */
    boolean isIdle() {
        return waiting.get() == 0;
    }

    /** Returns how many bytes these arguments have. */
    public static long size(List<Bytes> arguments) {
        return arguments.stream().mapToLong(Bytes::size).sum();
    }

    private void taken(long bytes) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-bytes);
    }

    /** Returns what a peer is told when {@link #offer} refuses. */
    public String busyMessage() {
        return waiting.get() < mailboxLimit
                ? ResponseEnvelope.BUSY + MAX_WAITING_BYTES + " bytes wait for " + name + "; try again later"
                : ResponseEnvelope.BUSY + mailboxLimit + " messages wait for " + name + "; try again later";
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
            turn(lifecycle::stopped);
        }
    }
}
