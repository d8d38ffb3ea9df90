// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a store: one that writes, since SQLite has one writer at a time, and a few that read meanwhile. Safe for use by any
 * thread; locks guard the writer and the readers.
 */
final class SqliteSessions implements AutoCloseable {
    /** The most connections that read: more would wait for the processor and the disk. */
    private static final int MAX_READERS = 4;

    private final SqliteFile file;
    private final ReentrantLock writing = new ReentrantLock();
    private final SqliteSession writer;
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final Deque<SqliteSession> idle = new ArrayDeque<>();
    private volatile boolean isClosed;

    SqliteSessions(SqliteFile file) {
        this.file = file;
        this.writer = file.open();
        boolean isReady = false;
        try {
            isReady = file.whenFree(() -> {
                SqliteSchema.prepare(writer, file.path());
                return true;
            });
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            if (!isReady) {
                closeQuietly(writer);
            }
        }
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Use<T> {
        T of(SqliteSession session) throws SQLException;
    }

    /** Work on a connection that may find nothing. */
    @FunctionalInterface
    interface Search<T> {
        @Nullable
        T of(SqliteSession session) throws SQLException;
    }

    /** Returns the result of work that writes, in one transaction. */
    <T> T write(Use<T> work) {
        writing.lock();
        try {
            checkOpen();
            return file.whenFree(() -> writer.inTransaction(() -> work.of(writer)));
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Returns a number that differs after another connection has committed: another store, program or process. Null if the writer is in
     * use for longer than {@code patience}, or the file is locked.
     */
    @Nullable
    Long versionByOthers(Duration patience) {
        try {
            if (!writing.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            checkOpen();
            return writer.first("PRAGMA data_version", row -> row.getLong(1));
        } catch (SQLException e) {
            if (SqliteFile.isLocked(e)) {
                return null;
            }
            throw file.failure(e);
        } finally {
            writing.unlock();
        }
    }

    /** Returns the result of work that reads. */
    <T> T read(Use<T> work) {
        readers.acquireUninterruptibly();
        try {
            checkOpen();
            SqliteSession session = idleOrNew();
            try {
                return file.whenFree(() -> work.of(session));
            } finally {
                giveBack(session);
            }
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            readers.release();
        }
    }

    /** Returns what work that reads finds, or null. */
    <T> @Nullable T find(Search<T> work) {
        return read(session -> Optional.ofNullable(work.of(session))).orElse(null);
    }

    private SqliteSession idleOrNew() {
        synchronized (idle) {
            SqliteSession session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        return file.open();
    }

    private void giveBack(SqliteSession session) {
        synchronized (idle) {
            if (!isClosed) {
                idle.push(session);
                return;
            }
        }
        closeQuietly(session);
    }

    private void checkOpen() {
        if (isClosed) {
            throw new StateStoreException("the store of the file " + file.path() + " must be open but is closed", null);
        }
    }

    /** Closes the connections; a reader that is in use is closed by whoever gives it back. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (isClosed) {
                return;
            }
            synchronized (idle) {
                isClosed = true;
                idle.forEach(SqliteSessions::closeQuietly);
                idle.clear();
            }
            closeQuietly(writer);
        } finally {
            writing.unlock();
        }
    }

    private static void closeQuietly(SqliteSession session) {
        try {
            session.close();
        } catch (SQLException e) {
            // Each write was committed or rolled back before, so nothing is lost.
        }
    }
}
