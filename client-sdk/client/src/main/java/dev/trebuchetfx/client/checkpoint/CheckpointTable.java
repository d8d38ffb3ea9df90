// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of checkpoints by key, within bounds of bytes. The one that has not changed for longest comes first, and is dropped first.
 *
 * <p>Owned by its store, which guards it; not safe for use by several threads.
 */
final class CheckpointTable {
    private final int maxRecordBytes;
    private final long maxBytes;
    private final Consumer<CheckpointReport.Problem> problems;
    private final Map<StreamKey, Entry> entries = new LinkedHashMap<>();
    private long bytes;
    private boolean saidTooLarge;
    private boolean saidFull;

    private record Entry(StoredCheckpoint checkpoint, int bytes, int bytesWithoutState) {
        /** Returns whether {@code other} is a position of the same stream, so that it differs in numbers, times, cursor and state alone. */
        boolean isOfSameStream(StoredCheckpoint other) {
            StreamCheckpoint mine = checkpoint.position();
            StreamCheckpoint its = other.position();
            return mine.streamID().equals(its.streamID())
                    && Objects.equals(mine.epoch(), its.epoch())
                    && mine.actorID().equals(its.actorID())
                    && mine.targetIdentifier().equals(its.targetIdentifier());
        }
    }

    CheckpointTable(int maxRecordBytes, long maxBytes, Consumer<CheckpointReport.Problem> problems) {
        this.maxRecordBytes = maxRecordBytes;
        this.maxBytes = maxBytes;
        this.problems = problems;
    }

    /**
     * Puts a checkpoint in, without its state where that is too large, and drops others until there is room. A checkpoint that is too
     * large even so is not kept.
     */
    void put(StoredCheckpoint checkpoint) {
        Entry before = take(checkpoint.key());
        StoredCheckpoint kept = checkpoint;
        // This runs for each update of each stream, so a size that can't have changed is not counted again.
        int withoutState = before != null && before.isOfSameStream(kept)
                ? before.bytesWithoutState()
                        - CheckpointFormat.sizeOfCursor(before.checkpoint())
                        + CheckpointFormat.sizeOfCursor(kept)
                : CheckpointFormat.sizeWithoutState(kept);
        int size = withoutState + CheckpointFormat.sizeOfState(kept);
        if (size > maxRecordBytes && kept.lastState() != null && !kept.key().isOfCall()) {
            sayTooLarge("a state of " + checkpoint.key() + " takes " + size + " bytes of the " + maxRecordBytes
                    + " that a checkpoint may have; its position is kept without the state");
            kept = kept.withoutState();
            size = withoutState;
        }
        if (size > maxRecordBytes) {
            sayTooLarge("the checkpoint of " + checkpoint.key() + " takes " + size + " bytes of the " + maxRecordBytes
                    + " that it may have even without its state; it is not kept. Pass less in the arguments");
            return;
        }
        entries.put(kept.key(), new Entry(kept, size, withoutState));
        bytes += size;
        while (bytes > maxBytes) {
            sayFull();
            remove(leastNeeded());
        }
    }

    /** Returns the key to be dropped first. A state can be had from the server again, a call that waits can't be had from anybody. */
    private StreamKey leastNeeded() {
        return entries.keySet().stream()
                .filter(key -> !key.isOfCall())
                .findFirst()
                .orElseGet(() -> entries.keySet().iterator().next());
    }

    /** Removes the checkpoint of a key, and returns whether there was one. */
    boolean remove(StreamKey key) {
        return take(key) != null;
    }

    private @Nullable Entry take(StreamKey key) {
        Entry removed = entries.remove(key);
        if (removed != null) {
            bytes -= removed.bytes();
        }
        return removed;
    }

    Collection<StoredCheckpoint> all() {
        return List.copyOf(entries.values().stream().map(Entry::checkpoint).toList());
    }

    // A stream of large states would say it again with each of them, so it is said once.
    private void sayTooLarge(String what) {
        if (!saidTooLarge) {
            saidTooLarge = true;
            problems.accept(new CheckpointReport.Problem(CheckpointReport.Kind.TOO_LARGE, what, null));
        }
    }

    private void sayFull() {
        if (!saidFull) {
            saidFull = true;
            problems.accept(new CheckpointReport.Problem(
                    CheckpointReport.Kind.FULL,
                    "checkpoints take more than the " + maxBytes
                            + " bytes allowed; those that have not changed for longest are dropped. Allow more, or "
                            + "observe less",
                    null));
        }
    }
}
