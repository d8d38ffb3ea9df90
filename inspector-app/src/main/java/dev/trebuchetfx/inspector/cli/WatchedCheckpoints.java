// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a command that ends with an update: the client keeps the update's position only after the listener that ends the
 * command has returned. Safe for use by any thread.
 */
final class WatchedCheckpoints implements CheckpointStore {
    private final CheckpointStore store;
    private volatile @Nullable Awaited awaited;

    /** The update whose position is awaited. */
    private record Awaited(UUID streamId, long sequence, CompletableFuture<Void> kept) {}

    WatchedCheckpoints(CheckpointStore store) {
        this.store = store;
    }

    /** Notes that the command ends with this update. Called by its listener. */
    void lastIs(StreamEvent.Update<?> update) {
        awaited = new Awaited(update.streamID(), update.sequence(), new CompletableFuture<>());
    }

    /** Waits until the position of the last update is kept, for {@code limit} at the most; not at all where there is no such update. */
    void awaitLast(Duration limit) {
        Awaited last = awaited;
        if (last != null) {
            last.kept()
                    .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    @Override
    public void save(StoredCheckpoint checkpoint) {
        store.save(checkpoint);
        Awaited last = awaited;
        if (last != null
                && last.streamId().equals(checkpoint.position().streamID())
                && !SequenceNumbers.isAfter(
                        last.sequence(), checkpoint.position().lastSequence())) {
            last.kept().complete(null);
        }
    }

    @Override
    public Collection<StoredCheckpoint> load() {
        return store.load();
    }

    @Override
    public void remove(StreamKey key) {
        store.remove(key);
    }

    @Override
    public void flush() {
        store.flush();
    }

    @Override
    public Registration onReport(Consumer<CheckpointReport> listener) {
        return store.onReport(listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
