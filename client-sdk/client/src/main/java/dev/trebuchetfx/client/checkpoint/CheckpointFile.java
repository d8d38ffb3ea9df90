// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.checkpoint.CheckpointFormat.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a store, with the lock beside it and the files that were set aside.
 *
 * <p>Used by one thread at a time, as {@link FileCheckpointStore} sees to. A problem that makes the file unusable is reported once, and
 * from then on nothing is read or written.
 */
final class CheckpointFile {
    /** The largest number of files of a kind that are set aside. */
    static final int SET_ASIDE = 3;

    private final Path file;
    private final Disk disk;
    private final long maxBytes;
    private final Consumer<CheckpointReport.Problem> problems;
    private @Nullable FileChannel lockChannel;
    private boolean usable;

    CheckpointFile(Path file, Disk disk, long maxBytes, Consumer<CheckpointReport.Problem> problems) {
        this.file = file;
        this.disk = disk;
        this.maxBytes = maxBytes;
        this.problems = problems;
    }

    /** Returns whether the file is locked and usable, so that checkpoints go to the disk. */
    boolean isUsable() {
        return usable;
    }

    /** Takes the lock and returns the checkpoints in the file; none where there is no file, or it can't be used. */
    Collection<StoredCheckpoint> open() {
        if (!lock()) {
            return List.of();
        }
        try {
            List<StoredCheckpoint> checkpoints = CheckpointFormat.read(content());
            usable = true;
            return checkpoints;
        } catch (NoSuchFileException e) {
            usable = true;
        } catch (FormatException e) {
            usable = setAside(e);
        } catch (IOException e) {
            problem(CheckpointReport.Kind.UNREADABLE, "can't be read: " + e + "; make it readable, or remove it", e);
        }
        return List.of();
    }

    /** Puts {@code content} into the place of the file. A reader finds the one or the other, whole. */
    void replace(byte[] content, boolean force) throws IOException {
        Path next = sibling(".tmp");
        // A process that was killed while it wrote may have left one.
        Files.deleteIfExists(next);
        try (FileChannel channel = disk.create(next)) {
            disk.write(channel, content);
            if (force) {
                disk.force(channel);
            }
        }
        disk.replace(next, file);
        if (force) {
            disk.forceFolder(file.resolveSibling(".").normalize());
        }
    }

    /** Releases the lock. The lock's own file stays: removing it would let two processes hold a lock each. */
    void close() {
        usable = false;
        if (lockChannel != null) {
            try {
                lockChannel.close();
            } catch (IOException e) {
                problem(CheckpointReport.Kind.UNREADABLE, "could not be unlocked: " + e, e);
            }
            lockChannel = null;
        }
    }

    private boolean lock() {
        Path lockFile = sibling(".lock");
        try {
            disk.createFolder(file.resolveSibling(".").normalize());
            FileChannel channel = disk.openLock(lockFile);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                problem(
                        CheckpointReport.Kind.LOCKED,
                        "is in use by another process or store; checkpoints are kept in memory until this one ends. "
                                + "Give each application a file of its own",
                        null);
                return false;
            }
            lockChannel = channel;
            return true;
        } catch (IOException e) {
            problem(
                    CheckpointReport.Kind.UNREADABLE,
                    "can't be locked by " + lockFile + ": " + e + "; make its folder writable, or choose another",
                    e);
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another store in this process holds the lock.
            return null;
        }
    }

    private byte[] content() throws IOException, FormatException {
        try (InputStream in = disk.openToRead(file)) {
            // One byte more than may be tells what is too large without reading all of it.
            byte[] content = in.readNBytes((int) (maxBytes + 1));
            if (content.length > maxBytes) {
                throw CheckpointFormat.tooLarge(maxBytes);
            }
            return content;
        }
    }

    /** Sets the file aside, and returns whether there is now room for a new one. Files of newer versions are never destroyed. */
    private boolean setAside(FormatException why) {
        try {
            Path aside = why.isNewer() ? freePlace(".newer-") : oldestPlace(".corrupt-");
            if (aside == null) {
                problem(
                        CheckpointReport.Kind.NEWER_VERSION,
                        "is of a newer version, as are " + SET_ASIDE
                                + " that were set aside beside it; checkpoints are kept in memory only. Remove what is no "
                                + "longer needed: " + why.getMessage(),
                        why);
                return false;
            }
            disk.replace(file, aside);
            problem(
                    why.isNewer() ? CheckpointReport.Kind.NEWER_VERSION : CheckpointReport.Kind.CORRUPT,
                    "can't be read: " + why.getMessage() + "; it was set aside as " + aside.getFileName()
                            + ", and streams begin with their full state",
                    why);
            return true;
        } catch (IOException e) {
            problem(
                    CheckpointReport.Kind.UNREADABLE,
                    "can't be read (" + why.getMessage() + ") and can't be set aside: " + e
                            + "; checkpoints are kept in memory only",
                    e);
            return false;
        }
    }

    private @Nullable Path freePlace(String suffix) {
        for (int i = 1; i <= SET_ASIDE; i++) {
            Path place = sibling(suffix + i);
            if (!Files.exists(place)) {
                return place;
            }
        }
        return null;
    }

    /** Returns a free place, or that of the file that was set aside first where none is free. */
    private Path oldestPlace(String suffix) throws IOException {
        Path free = freePlace(suffix);
        if (free != null) {
            return free;
        }
        Path oldest = sibling(suffix + 1);
        for (int i = 2; i <= SET_ASIDE; i++) {
            Path other = sibling(suffix + i);
            if (Files.getLastModifiedTime(other).compareTo(Files.getLastModifiedTime(oldest)) < 0) {
                oldest = other;
            }
        }
        return oldest;
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private void problem(CheckpointReport.Kind kind, String what, @Nullable Throwable cause) {
        problems.accept(new CheckpointReport.Problem(kind, file + " " + what, cause));
    }
}
