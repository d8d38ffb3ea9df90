// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Virtual threads that a test lends, and that tell which of them do not end. Safe for use by any thread; its lock guards the count. */
final class LentThreads implements Executor {
    private static final int SHOWN_FRAMES = 8;

    private final Executor threads;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int tasks;

    LentThreads(String name) {
        this.threads = VirtualThreads.named(name);
    }

    @Override
    public void execute(Runnable task) {
        count(1);
        threads.execute(() -> {
            running.add(Thread.currentThread());
            try {
                task.run();
            } finally {
                running.remove(Thread.currentThread());
                count(-1);
            }
        });
    }

    /** Waits until no task runs, and returns a description of each thread that still runs one when {@code patience} is over. */
    List<String> awaitEnd(Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (tasks > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        List<String> stuck = new ArrayList<>();
        running.forEach(thread -> stuck.add(describe(thread)));
        return stuck;
    }

    private static String describe(Thread thread) {
        return "the thread '" + thread.getName() + "' still runs"
                + Arrays.stream(thread.getStackTrace())
                        .limit(SHOWN_FRAMES)
                        .map(frame -> System.lineSeparator() + "        at " + frame)
                        .collect(Collectors.joining());
    }

    private void count(int more) {
        lock.lock();
        try {
            tasks += more;
            if (tasks == 0) {
                ended.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
