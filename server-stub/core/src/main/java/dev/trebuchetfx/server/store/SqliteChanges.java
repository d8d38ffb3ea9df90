// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The news of a SQLite file, which tells by a number that something was committed, but not what. The fields without a lock belong to the
 * tasks of the serial executor.
 */
final class SqliteChanges implements StateChangeSource {
    private final SqliteSessions sessions;
    private final TimeSource time;
    private final Duration interval;
    private final SerialExecutor calls;
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final AtomicReference<TimeSource.@Nullable Timer> timer = new AtomicReference<>();
    /** The number at the last look; null at first and while the file can't be read, so that the next look tells. */
    private @Nullable Long seen;

    private boolean isFailing;
    private volatile boolean isClosed;

    SqliteChanges(SqliteSessions sessions, TimeSource time, Duration interval, Executor news) {
        this.sessions = sessions;
        this.time = time;
        this.interval = interval;
        this.calls = new SerialExecutor(news);
    }

    @Override
    public void start(Listener listener) {
        if (!isStarted.compareAndSet(false, true)) {
            throw new IllegalStateException("a source of changes can be started once only, but was started before");
        }
        calls.execute(() -> look(listener));
    }

    private void look(Listener listener) {
        if (isClosed) {
            return;
        }
        try {
            Long version = sessions.versionByOthers(interval);
            if (version != null) {
                isFailing = false;
                if (!version.equals(seen)) {
                    // Seen before the listener reads: what is committed from here on makes another number.
                    seen = version;
                    listener.connected();
                }
            }
        } catch (StateStoreException e) {
            seen = null;
            if (!isFailing) {
                isFailing = true;
                listener.disconnected(String.valueOf(e.getMessage()));
            }
        } finally {
            timer.set(time.schedule(interval, () -> calls.execute(() -> look(listener))));
            if (isClosed) {
                cancel();
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        cancel();
    }

    private void cancel() {
        TimeSource.Timer next = timer.get();
        if (next != null) {
            next.cancel();
        }
    }
}
