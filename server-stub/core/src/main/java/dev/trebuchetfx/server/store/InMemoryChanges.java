// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The source of changes in memory. The thread that writes calls the listener after the write; while another thread is in the listener,
 * that one makes the call. Safe for use by any thread.
 */
final class InMemoryChanges implements StateChangeSource {
    private final InMemoryData data;
    /** Makes the calls one at a time, on a thread that writes. */
    private final SerialExecutor calls = new SerialExecutor(Runnable::run);

    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Consumer<StateChange> hearer;

    InMemoryChanges(InMemoryData data) {
        this.data = data;
    }

    @Override
    public void start(Listener listener) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a source of changes can be started once, but this one had been started");
        }
        Consumer<StateChange> mine = change -> call(() -> listener.changed(change));
        hearer = mine;
        // Changes that come from here on wait behind this call, so that none is missed and none comes first.
        call(() -> {
            data.addHearer(mine);
            listener.connected();
        });
        if (closed) {
            data.removeHearer(mine);
        }
    }

    private void call(Runnable call) {
        calls.executeHere(() -> {
            if (!closed) {
                call.run();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        Consumer<StateChange> mine = hearer;
        if (mine != null) {
            data.removeHearer(mine);
        }
    }
}
