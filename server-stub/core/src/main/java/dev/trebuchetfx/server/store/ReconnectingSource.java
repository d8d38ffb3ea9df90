// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source of changes that opens one session after another, with growing pauses between those that fail. Safe for use by any thread.
 */
public final class ReconnectingSource implements StateChangeSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReconnectingSource.class);

    private final ListeningSession.Opener opener;
    private final Pauses pauses;
    private final Function<Throwable, String> reasons;
    private final TimeSource time;
    private final Executor threads;

    /** Held during each call to the listener, so that none runs when {@link #close} has returned. Guards the fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Listener listener;
    private @Nullable ListeningSession session;
    private boolean closed;

    /** The sessions in a row that were of no use. Used by one attempt at a time. */
    private int failures;

    /** The reason that the listener was told last, so that it hears each once; null while it is connected. Used by one attempt at a time. */
    private @Nullable String told;

    /**
     * The pauses between sessions. Each is between half and the whole of a length, which doubles with each failure.
     *
     * @param first the length after the first failure
     * @param longest the longest length
     * @param proven the time for which a session must have lasted for the next failure to count as the first one
     */
    public record Pauses(Duration first, Duration longest, Duration proven) {
        /** 0.2 seconds after the first failure, 10 seconds at the most, and a session is proven after 10 seconds. */
        public static final Pauses DEFAULT =
                new Pauses(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10));

        Duration after(int failures, TimeSource time) {
            long most = longest.toNanos();
            long whole = first.toNanos() << Math.min(failures - 1, 20);
            double share = 0.5 + time.random().nextDouble() / 2;
            return Duration.ofNanos((long) (Math.min(whole, most) * share));
        }
    }

    /**
     * @param reasons returns the reason of a failure of a session, in words for the operator
     * @param time the time of the pauses, and the chance in them
     * @param threads runs each session, which holds its thread as long as it lasts
     */
    public ReconnectingSource(
            ListeningSession.Opener opener,
            Pauses pauses,
            Function<Throwable, String> reasons,
            TimeSource time,
            Executor threads) {
        this.opener = opener;
        this.pauses = pauses;
        this.reasons = reasons;
        this.time = time;
        this.threads = threads;
    }

    @Override
    public void start(Listener listener) {
        lock.lock();
        try {
            if (this.listener != null) {
                throw new IllegalStateException("this source of changes has been started already; ask for a new one");
            }
            this.listener = listener;
        } finally {
            lock.unlock();
        }
        threads.execute(this::attempt);
    }

    private void attempt() {
        long began = time.nanoTime();
        String why;
        try (ListeningSession opened = opener.open()) {
            if (adopt(opened)) {
                opened.run(new Guarded());
            }
            why = "the connection has ended";
        } catch (Throwable e) {
            // Whatever a session fails by, the next one is tried.
            why = reasons.apply(e);
        }
        failures = time.nanoTime() - began >= pauses.proven.toNanos() ? 1 : failures + 1;
        if (adopt(null)) {
            if (!why.equals(told)) {
                told = why;
                String reason = why;
                tell(each -> each.disconnected(reason));
            }
            time.schedule(pauses.after(failures, time), () -> threads.execute(this::attempt));
        }
    }

    /** Makes a session, or none, the one that {@link #close} closes, unless this source is closed already. */
    private boolean adopt(@Nullable ListeningSession opened) {
        lock.lock();
        try {
            session = closed ? null : opened;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Consumer<Listener> news) {
        lock.lock();
        try {
            if (!closed && listener != null) {
                news.accept(listener);
            }
        } catch (Throwable e) {
            // A listener that fails must not end the hearing of what comes after.
            LOG.warn("The listener for changes in the database failed", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        ListeningSession open;
        lock.lock();
        try {
            closed = true;
            open = session;
            session = null;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }

    /** The listener as the sessions see it: silent after the end, and never failing. */
    private final class Guarded implements Listener {
        @Override
        public void connected() {
            told = null;
            tell(Listener::connected);
        }

        @Override
        public void changed(StateChange change) {
            tell(each -> each.changed(change));
        }

        @Override
        public void disconnected(String why) {
            tell(each -> each.disconnected(why));
        }

        @Override
        public void malformed(String what) {
            tell(each -> each.malformed(what));
        }
    }
}
