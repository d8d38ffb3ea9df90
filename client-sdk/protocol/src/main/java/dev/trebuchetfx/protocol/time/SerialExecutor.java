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
 * An executor that runs tasks in order and one at a time, on threads of another executor. It owns confined state without a thread of
 * its own. Where tasks never end, other virtual threads run in between.
 *
 * <p>Safe for use by any thread. A task that throws is logged, and the tasks after it run.
 */
public final class SerialExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    /** A flag that is true while tasks are pending for which the other executor gave no thread. */
    private final AtomicBoolean stranded = new AtomicBoolean();

    /**
     * Makes an executor.
     *
     * @param executor the executor whose threads run the tasks
     */
    public SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    /**
     * Adds a task behind those that wait. If the other executor gives no thread, a warning is logged and the task waits until the next one
     * is added.
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0 || stranded.compareAndSet(true, false)) {
            start();
        }
    }

    /**
     * Runs a task on the calling thread if no other task runs or waits, which saves a change of threads. Otherwise adds it as
     * {@link #execute} does. Tasks that are added meanwhile run on a thread of the other executor.
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
            // The pending tasks wait until execute() asks for a thread again.
            stranded.set(true);
            ForeignCode.log(LOG, "The executor gave no thread; the waiting tasks run when the next task is added", e);
        }
    }

    private void drain() {
        ThreadSlice slice = new ThreadSlice();
        while (true) {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            }
            if (pending.decrementAndGet() == 0) {
                return;
            }
            slice.letOthersRun();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Any throwable is caught, since the tasks after this one must not wait for ever.
            ForeignCode.log(LOG, "A task failed; the tasks after it go on", e);
        }
    }
}
