// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.event.Registration;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A store that keeps checkpoints in memory for as long as it is referenced: for clients that follow each other in one process.
 *
 * <p>Keeps at most 64 MiB; beyond that it drops the checkpoints that have not changed for longest. Safe for use by any thread.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {
    private static final int MAX_BYTES = 64 << 20;

    private final ReportListeners listeners = new ReportListeners();
    private final ReentrantLock lock = new ReentrantLock();
    private final CheckpointTable table = new CheckpointTable(MAX_BYTES, MAX_BYTES, listeners::tell);

    @Override
    public Collection<StoredCheckpoint> load() {
        lock.lock();
        try {
            return table.all();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void save(StoredCheckpoint checkpoint) {
        lock.lock();
        try {
            table.put(checkpoint);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(StreamKey key) {
        lock.lock();
        try {
            table.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** Does nothing, since there is nothing to write. */
    @Override
    public void flush() {}

    @Override
    public Registration onReport(Consumer<CheckpointReport> listener) {
        return listeners.add(listener);
    }

    /** Does nothing: the checkpoints stay, for the next client. */
    @Override
    public void close() {}
}
