// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of one function. An invocation goes to a container that is idle, or to a new one where there may be more, or waits. Safe
 * for use by any thread.
 */
public final class FunctionHost implements AutoCloseable {
    /** Beyond this an invocation is refused, as by Lambda beyond its concurrency. */
    private static final int MOST_WAITING = 20_000;

    /** The most bytes of the events that wait, beyond which an invocation is refused too. */
    private static final long MOST_WAITING_BYTES = Runtime.getRuntime().maxMemory() / 8;

    /** Containers that end before they ask for anything are not started for ever. */
    private static final int MOST_FAILED_STARTS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(FunctionHost.class);

    private final FunctionSpec function;
    private final TimeSource time;

    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    // Guarded by this.
    private final Set<Container> containers = new LinkedHashSet<>();
    private final ArrayDeque<Container> idle = new ArrayDeque<>();
    private final Queue<Invocation> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int started;
    private int failedStarts;
    private boolean closed;

    /** The moment at which a container is killed. */
    public enum Moment {
        /** A container that has begun and has nothing to do. */
        BETWEEN,
        /** A container that is at work. */
        WITHIN,
        /** Any container. */
        ANY
    }

    /** Makes a host without containers. */
    public FunctionHost(FunctionSpec function, TimeSource time) {
        this.function = function;
        this.time = time;
    }

    /**
     * Gives the function an event and returns its answer, both JSON. The stage fails with a {@link FunctionFailedException} where the
     * function fails.
     */
    public CompletionStage<Bytes> invoke(Bytes event) {
        Invocation invocation = new Invocation(event);
        synchronized (this) {
            if (closed || waiting.size() >= MOST_WAITING || waitingBytes + event.size() > MOST_WAITING_BYTES) {
                invocation.fail(closed ? "the emulator is closed" : "Rate Exceeded: too many invocations wait");
                return invocation.answer();
            }
            add(invocation);
        }
        serve();
        return invocation.answer();
    }

    /**
     * Starts containers until there are as many as there may be. The future completes when the first of them asks for an event, and fails with a
     * {@link FunctionFailedException} where the function says that it can't begin, or its containers end again and again.
     */
    public CompletableFuture<Void> warmUp() {
        while (startOne()) {
            LOG.debug("Another container of {} starts", function.name());
        }
        return ready;
    }

    /** Returns the number of containers that live. */
    public synchronized int containerCount() {
        return containers.size();
    }

    /** Returns the number of containers that live and have begun, so that they ask for events or are at work. */
    public synchronized int begunCount() {
        return (int) containers.stream().filter(Container::hasBegun).count();
    }

    /** Returns how many containers were started so far. */
    public synchronized int startCount() {
        return started;
    }

    /**
     * Kills containers.
     *
     * @param most the most that are killed
     * @return how many were
     */
    public int kill(Moment moment, int most) {
        List<Container> all;
        synchronized (this) {
            all = new ArrayList<>(containers);
        }
        int killed = 0;
        for (Container container : all) {
            boolean fits =
                    switch (moment) {
                        case BETWEEN -> container.hasBegun() && !container.isBusy();
                        case WITHIN -> container.isBusy();
                        case ANY -> true;
                    };
            if (fits && killed < most) {
                container.kill();
                killed++;
            }
        }
        return killed;
    }

    private void serve() {
        while (true) {
            Container free;
            Invocation next;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    return;
                }
                free = idle.pollLast();
                next = free == null ? null : waiting.poll();
                waitingBytes -= next == null ? 0 : next.event().size();
            }
            if (free == null) {
                startOne();
                return;
            }
            if (next != null && !free.give(next)) {
                synchronized (this) {
                    add(next);
                }
            }
        }
    }

    private void add(Invocation invocation) {
        waiting.add(invocation);
        waitingBytes += invocation.event().size();
    }

    private boolean startOne() {
        int number;
        synchronized (this) {
            if (closed || containers.size() >= function.maxContainers()) {
                return false;
            }
            if (failedStarts >= MOST_FAILED_STARTS) {
                String why = "containers of " + function.name() + " end before they begin; see " + function.logs();
                failWaiting(why);
                ready.completeExceptionally(new FunctionFailedException(why));
                return false;
            }
            number = ++started;
            try {
                containers.add(new Container(number, function, time, new ContainerOwner()));
            } catch (IOException e) {
                failedStarts++;
                String why = "a container of " + function.name() + " could not be started: " + e.getMessage();
                failWaiting(why);
                ready.completeExceptionally(new FunctionFailedException(why));
                return false;
            }
        }
        return true;
    }

    private void failWaiting(String why) {
        List<Invocation> lost = new ArrayList<>(waiting);
        waiting.clear();
        waitingBytes = 0;
        lost.forEach(invocation -> invocation.fail(why));
    }

    @Override
    public void close() {
        List<Container> all;
        synchronized (this) {
            closed = true;
            failWaiting("the emulator is closed");
            all = new ArrayList<>(containers);
        }
        all.forEach(Container::close);
    }

    private final class ContainerOwner implements Container.Owner {
        @Override
        public void idle(Container container) {
            synchronized (FunctionHost.this) {
                failedStarts = 0;
                idle.addLast(container);
            }
            ready.complete(null);
            serve();
        }

        @Override
        public void failedToBegin(String why) {
            ready.completeExceptionally(new FunctionFailedException(function.name() + " could not begin: " + why));
        }

        @Override
        public void ended(Container container, boolean wasAsked) {
            synchronized (FunctionHost.this) {
                containers.remove(container);
                if (!idle.remove(container) && !wasAsked) {
                    failedStarts++;
                }
            }
            serve();
        }
    }
}
