// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.internal.time.Durations;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps checkpoints in one file, so that an application that was ended or killed goes on where it stopped.
 *
 * <p>The file is replaced as a whole, in one step, off the threads of its clients: at most once an interval with the newest of
 * each stream, and at {@link #close}. It belongs to its owner alone (mode 0600 where there are modes) and holds states as they
 * came, unencrypted. A lock on {@code FILE.lock} keeps a second process away: that one is told, and keeps its checkpoints in
 * memory. Neither file may be a link or belong to another user: then, too, checkpoints are kept in memory. A file that can't be read is set aside as {@code FILE.corrupt-1} to {@code -3} and reported.
 *
 * <p>Safe for use by any thread. No method throws for a problem with the disk; {@link #onReport} tells of it.
 */
public final class FileCheckpointStore implements CheckpointStore {
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final TimeSource time;
    private final Runnable onClosed;
    private final SerialExecutor writer;
    private final FsyncPolicy fsync;
    private final Duration writeInterval;

    private final ReportListeners listeners = new ReportListeners();

    /** The lock on everything in memory, held for a moment only. */
    private final ReentrantLock memory = new ReentrantLock();

    private final CheckpointTable table;
    private TimeSource.@Nullable Timer timer;
    private long notBeforeNanos;
    private boolean dirty;
    private boolean closed;

    /** The lock on the file, held while it is written. Taken before {@link #memory} where both are taken. */
    private final ReentrantLock disk = new ReentrantLock();

    private final CheckpointFile file;
    private long syncedNanos;
    private int failures;

    private FileCheckpointStore(Builder builder, TimeSource time, Runnable onClosed) {
        this.time = time;
        this.onClosed = onClosed;
        this.writer = new SerialExecutor(
                builder.executor == null ? VirtualThreads.named("trebuchet-checkpoints") : builder.executor);
        this.fsync = builder.fsync;
        this.writeInterval = builder.writeInterval;
        this.table = new CheckpointTable(builder.maxRecordBytes, builder.maxFileBytes, listeners::tell);
        this.file = new CheckpointFile(
                builder.file, builder.disk, builder.maxFileBytes + CheckpointFormat.overhead(), listeners::tell);
        this.notBeforeNanos = time.nanoTime();
        this.syncedNanos = notBeforeNanos;
        file.open().forEach(table::put);
    }

    /** Opens or creates {@code file} with every default. Blocks while it is read, and throws nothing: see the class. */
    public static FileCheckpointStore open(Path file) {
        return builder(file).open();
    }

    /** Returns a builder of a store in {@code file}, whose folder is created where there is none. */
    public static Builder builder(Path file) {
        return new Builder(file);
    }

    /** Returns whether checkpoints reach the disk; false where another process has the file, or the file can't be used. */
    public boolean isDurable() {
        disk.lock();
        try {
            return file.isUsable();
        } finally {
            disk.unlock();
        }
    }

    @Override
    public Collection<StoredCheckpoint> load() {
        memory.lock();
        try {
            return table.all();
        } finally {
            memory.unlock();
        }
    }

    @Override
    public void save(StoredCheckpoint checkpoint) {
        memory.lock();
        try {
            if (!closed) {
                table.put(checkpoint);
                changed();
            }
        } finally {
            memory.unlock();
        }
    }

    @Override
    public void remove(StreamKey key) {
        memory.lock();
        try {
            if (!closed && table.remove(key)) {
                changed();
            }
        } finally {
            memory.unlock();
        }
    }

    @Override
    public void flush() {
        writer.execute(() -> write(true, false));
    }

    @Override
    public CompletableFuture<Void> flushed() {
        return CompletableFuture.runAsync(() -> write(true, false), writer);
    }

    @Override
    public Registration onReport(Consumer<CheckpointReport> listener) {
        return listeners.add(listener);
    }

    @Override
    public void close() {
        memory.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            cancelTimer();
        } finally {
            memory.unlock();
        }
        write(true, true);
        disk.lock();
        try {
            file.close();
        } finally {
            disk.unlock();
        }
        onClosed.run();
    }

    /** Notes that something is to be written, and plans the write unless one is planned; called with {@link #memory} held. */
    private void changed() {
        dirty = true;
        if (timer == null && !closed) {
            Duration delay = Duration.ofNanos(Math.max(0, notBeforeNanos - time.nanoTime()));
            timer = time.schedule(delay, () -> writer.execute(() -> write(false, false)));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void write(boolean now, boolean last) {
        disk.lock();
        try {
            Collection<StoredCheckpoint> all = takeChanges(now);
            if (all != null && file.isUsable()) {
                replaceFile(all, last);
            }
        } finally {
            disk.unlock();
        }
    }

    private @Nullable Collection<StoredCheckpoint> takeChanges(boolean now) {
        memory.lock();
        try {
            cancelTimer();
            if (!dirty) {
                return null;
            }
            if (!now && time.nanoTime() - notBeforeNanos < 0) {
                // The write was asked for while the one before was under way.
                changed();
                return null;
            }
            dirty = false;
            return table.all();
        } finally {
            memory.unlock();
        }
    }

    private void replaceFile(Collection<StoredCheckpoint> all, boolean last) {
        long began = time.nanoTime();
        boolean sync = wantsSync(began, last);
        try {
            byte[] content = CheckpointFormat.write(all);
            file.replace(content, sync);
            failures = 0;
            long took = time.nanoTime() - began;
            if (sync) {
                syncedNanos = began;
            }
            // A slow disk spends a tenth of its time on checkpoints at most.
            waitBeforeNext(began + Math.max(writeInterval.toNanos(), 10 * took), false);
            listeners.tell(new CheckpointReport.Written(all.size(), content.length, sync, Duration.ofNanos(took)));
        } catch (Throwable e) {
            // A lazy state is made only now, maybe by the application's mapper, which may throw anything.
            failures++;
            Duration retry = writeInterval.multipliedBy(1L << Math.min(failures, 10));
            Duration wait = retry.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry;
            listeners.tell(new CheckpointReport.Problem(
                    CheckpointReport.Kind.WRITE_FAILED,
                    "checkpoints could not be written: " + ForeignCode.describeWithKind(e) + "; "
                            + (last ? "this was the last attempt" : "tried again after " + wait),
                    e));
            waitBeforeNext(time.nanoTime() + wait.toNanos(), true);
        }
    }

    private void waitBeforeNext(long notBefore, boolean again) {
        memory.lock();
        try {
            notBeforeNanos = notBefore;
            if (again || timer != null) {
                cancelTimer();
                changed();
            }
        } finally {
            memory.unlock();
        }
    }

    private boolean wantsSync(long now, boolean last) {
        return switch (fsync) {
            case FsyncPolicy.Never never -> false;
            case FsyncPolicy.EachWrite each -> true;
            case FsyncPolicy.AtMostEvery(Duration interval) ->
                last || now - syncedNanos >= TimeSource.bounded(interval).toNanos();
        };
    }

    /** A builder of a store; each setting has a sensible default. Not safe for use by several threads. */
    public static final class Builder {
        private static final long MOST_BYTES = 1L << 30;

        private final Path file;
        private FsyncPolicy fsync = new FsyncPolicy.AtMostEvery(Duration.ofSeconds(5));
        private Duration writeInterval = Duration.ofMillis(250);
        private int maxRecordBytes = 1 << 20;
        private long maxFileBytes = 64L << 20;
        private @Nullable Executor executor;
        private @Nullable TimeSource time;
        private Disk disk = new Disk();

        private Builder(Path file) {
            if (file.getFileName() == null || Files.isDirectory(file)) {
                throw new IllegalArgumentException("expected the path of a file but was " + file);
            }
            this.file = file.toAbsolutePath().normalize();
        }

        /** Sets when a write waits for the disk; default: with the first write after 5 s, and at close. */
        public Builder fsync(FsyncPolicy policy) {
            this.fsync = policy;
            return this;
        }

        /** Sets the shortest time from the start of one write to the next; default 250 ms. */
        public Builder writeInterval(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException(
                        "writeInterval must be positive but was " + Durations.inWords(interval));
            }
            this.writeInterval = TimeSource.bounded(interval);
            return this;
        }

        /** Sets the size up to which a checkpoint is kept with its state; default 1 MiB. A larger one is kept without its state. */
        public Builder maxRecordBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxRecordBytes must be positive but was " + bytes);
            }
            this.maxRecordBytes = bytes;
            return this;
        }

        /**
         * Sets the largest size of the file, up to 1 GiB; default 64 MiB. Beyond it the checkpoints that have not changed for longest
         * are dropped.
         */
        public Builder maxFileBytes(long bytes) {
            if (bytes < 1 || bytes > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "maxFileBytes must be from 1 to " + MOST_BYTES + " but was " + bytes);
            }
            this.maxFileBytes = bytes;
            return this;
        }

        /** Sets the executor that writes the file; default: a virtual thread. The store does not shut it down. */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** Sets time and disk, for tests of this library. */
        Builder seams(TimeSource time, Disk disk) {
            this.time = time;
            this.disk = disk;
            return this;
        }

        /** Opens the file. Blocks while it is read, and throws nothing for a problem with it. */
        public FileCheckpointStore open() {
            if (time != null) {
                return new FileCheckpointStore(this, time, () -> {});
            }
            SystemTime system = new SystemTime("trebuchet-checkpoints-timer", InstantSource.system());
            return new FileCheckpointStore(this, system, system::close);
        }
    }
}
