// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.event.Registration;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Keeps checkpoints, for as long as it can.
 *
 * <p>{@link #load} is called once by each client, by the thread that builds it, and may block. {@link #save}, {@link #remove}
 * and {@link #flush} are called by a client's own threads between updates: they must return at once and do their work
 * elsewhere. They may be called by several threads; for one key, a client calls them one after the other.
 *
 * <p>A store does not throw for what goes wrong beneath it: it says so by {@link #onReport} and goes on as well as it can. What
 * it throws all the same is caught, reported and costs that checkpoint only.
 *
 * <p>Who opens a store closes it, after the clients that use it.
 */
public interface CheckpointStore extends AutoCloseable {

    /** What is kept now. */
    Collection<StoredCheckpoint> load();

    /** Keeps {@code checkpoint} instead of what was kept for its key. */
    void save(StoredCheckpoint checkpoint);

    /** Keeps nothing any more for {@code key}. */
    void remove(StreamKey key);

    /** What has not been written yet shall be written soon, without waiting for more. Returns at once. */
    void flush();

    /**
     * Hears of what is written and of what goes wrong, on a thread of the store's choice; of problems that came earlier at
     * once. The default hears nothing.
     *
     * @return removes the listener; more than once does no harm
     */
    default Registration onReport(Consumer<CheckpointReport> listener) {
        return () -> {};
    }

    /** Writes what is left and lets go of everything; blocks until that is done. Later calls do nothing. */
    @Override
    void close();
}
