// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.event.Registration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A store of checkpoints.
 *
 * <p>{@link #load} is called once by each client, by the thread that builds it, and may block. {@link #save}, {@link #remove}
 * and {@link #flush} are called by a client's own threads between updates: they must return at once and do their work
 * elsewhere. They may be called by several threads; for one key, a client calls them one after the other.
 *
 * <p>A store does not throw for a problem beneath it: it reports the problem by {@link #onReport} and goes on as well as it can. If
 * it throws all the same, the exception is caught and reported, and costs that checkpoint only.
 *
 * <p>Whoever opens a store closes it, after the clients that use it.
 */
public interface CheckpointStore extends AutoCloseable {

    /** Returns the checkpoints that are kept now. */
    Collection<StoredCheckpoint> load();

    /** Keeps {@code checkpoint} in place of the one that was kept for its key. */
    void save(StoredCheckpoint checkpoint);

    /** Removes the checkpoint of {@code key}, if there is one. */
    void remove(StreamKey key);

    /** Makes the store write soon what it has not written yet, without waiting for more. Returns at once. */
    void flush();

    /**
     * Does what {@link #flush} does, and tells when it is done.
     *
     * @return a future that is completed when everything that was saved before has been written, or the attempt has failed. The default is completed at once,
     *     which suits a store that writes nothing
     */
    default CompletableFuture<Void> flushed() {
        flush();
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Adds a listener of writes and problems, which is called on a thread of the store's choice, and at once with problems that came
     * earlier. The default never calls it.
     */
    default Registration onReport(Consumer<CheckpointReport> listener) {
        return () -> {};
    }

    /** Writes what is left and releases everything; blocks until that is done. Later calls do nothing. */
    @Override
    void close();
}
