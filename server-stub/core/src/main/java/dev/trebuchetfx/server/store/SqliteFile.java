// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite file, and the words for its errors.
 *
 * @param path the absolute path
 * @param lockTimeout the time that a call waits for a lock that another connection holds
 */
record SqliteFile(Path path, Duration lockTimeout) {
    private static final long FIRST_PAUSE_NANOS = 1_000_000;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    /** Makes the file, which only its owner may read and write, where there is none. SQLite gives its other files the same rights. */
    static SqliteFile made(Path file, Duration lockTimeout) {
        Path path = file.toAbsolutePath();
        Path folder = path.getParent();
        if (Files.isDirectory(path) || folder == null) {
            throw new IllegalArgumentException(
                    "the file of a store must be a file but " + path + " is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder of the store's file " + path
                    + " must exist but there is none; make the folder, or name another file");
        }
        if (path.toString().contains("?")) {
            throw new IllegalArgumentException(
                    "the path of a store's file must have no ? but was " + path + "; name another file");
        }
        try {
            Files.createFile(path, ownersOnly(path));
        } catch (FileAlreadyExistsException e) {
            // It keeps the rights that it has.
        } catch (IOException e) {
            throw new StateStoreException(
                    "the store's file " + path + " can't be made (" + e + "); check the rights of the folder", e);
        }
        return new SqliteFile(path, lockTimeout);
    }

    private static FileAttribute<?>[] ownersOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Opens a connection. What it commits survives a loss of power, and its readers don't wait for writers. */
    SqliteSession open() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try {
            return whenFree(() -> open(config));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private SqliteSession open(SQLiteConfig config) throws SQLException {
        SqliteSession session = new SqliteSession(config.createConnection("jdbc:sqlite:" + path));
        try {
            // Before the journal is changed: another program's file stays as it is.
            SqliteSchema.isPrepared(session, path);
            String mode = session.first("PRAGMA journal_mode = WAL", row -> row.getString(1));
            if (!"wal".equals(mode)) {
                throw new StateStoreException(
                        "the store's file " + path + " must allow a write-ahead log but its journal is " + mode
                                + "; name a file on a disk of this machine",
                        null);
            }
            return session;
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Returns the result of work, which is done again while another connection has the file locked. The waiting happens here and not in
     * SQLite, where it would hold the carrier of a virtual thread: all carriers might wait for a lock whose holder has none.
     */
    <T> T whenFree(SqliteSession.Work<T> work) throws SQLException {
        long left = TimeSource.bounded(lockTimeout).toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                return work.run();
            } catch (SQLException e) {
                if (left <= 0 || !isLocked(e)) {
                    throw e;
                }
            }
            long step = Math.min(pause, left);
            LockSupport.parkNanos(step);
            left -= step;
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** Returns whether an error says that another connection has locked the file. */
    static boolean isLocked(SQLException e) {
        return e instanceof SQLiteException known
                && switch (kind(known.getResultCode())) {
                    case SQLITE_BUSY, SQLITE_LOCKED -> true;
                    default -> false;
                };
    }

    /** Returns the kind of error without its details. */
    private static SQLiteErrorCode kind(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xff);
    }

    /** Returns an exception that says what was expected, what was found and what to do. */
    StateStoreException failure(SQLException e) {
        String words = e instanceof SQLiteException known ? words(known.getResultCode()) : null;
        return new StateStoreException(
                "the store's file " + path + " "
                        + (words == null
                                ? "can't be used (" + e.getMessage() + "); check the file and its disk"
                                : words),
                e);
    }

    private @Nullable String words(SQLiteErrorCode code) {
        return switch (kind(code)) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "must be free but another program has locked it for more than " + lockTimeout.toMillis()
                        + " ms; end that program's transaction";
            case SQLITE_FULL -> "needs room but its disk is full; free some space";
            case SQLITE_READONLY -> "must be writable but is read-only; change its rights and those of its folder";
            case SQLITE_CANTOPEN -> "can't be opened; check the rights of the file and its folder";
            case SQLITE_NOTADB -> "must be a SQLite database but is another kind of file; name another file";
            case SQLITE_CORRUPT ->
                "is damaged; restore it from a backup, or save what can be read with sqlite3's .recover";
            default -> null;
        };
    }
}
