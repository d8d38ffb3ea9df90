// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks in order, one at a time, on whatever thread the executor beneath lends: the owner of confined state, without a
 * thread of its own.
 */
public final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    /** The executor beneath has lent no thread for what is pending. */
    private final AtomicBoolean stranded = new AtomicBoolean();

    public SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0 || stranded.compareAndSet(true, false)) {
            start();
        }
    }

    /**
     * Runs a task here and now where nothing else is under way, and otherwise as {@link #execute} does: saves a change of threads. What comes
     * meanwhile is not run here.
     */
    public void executeHere(Runnable task) {
        if (!pending.compareAndSet(0, 1)) {
            execute(task);
            return;
        }
        try {
            run(task);
        } finally {
            if (pending.decrementAndGet() != 0) {
                start();
            }
        }
    }

    private void start() {
        try {
            executor.execute(this::drain);
        } catch (Throwable e) {
            // What is pending waits for the next task, with which a thread is asked for again.
            stranded.set(true);
            ForeignCode.log(LOG, "No thread could be had; what waits is run with the next task", e);
        }
    }

    private void drain() {
        do {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            }
        } while (pending.decrementAndGet() != 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Whatever it is: what comes after it must not wait for ever.
            ForeignCode.log(LOG, "A task failed; the tasks after it go on", e);
        }
    }
}
