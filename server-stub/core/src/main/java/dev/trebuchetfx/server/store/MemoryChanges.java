// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The news of a store in memory. Safe for use by any thread; the listener is called by tasks of one serial executor alone. */
final class MemoryChanges implements StateChangeSource {
    private final SerialExecutor calls;
    private final List<MemoryChanges> sources;
    private final AtomicReference<@Nullable Listener> listener = new AtomicReference<>();
    /** A flag of the serial executor's tasks: a change before {@link Listener#connected} is in what the listener reads then. */
    private boolean isConnected;

    private volatile boolean isClosed;

    MemoryChanges(Executor news, List<MemoryChanges> sources) {
        this.calls = new SerialExecutor(news);
        this.sources = sources;
    }

    @Override
    public void start(Listener hears) {
        if (!listener.compareAndSet(null, hears)) {
            throw new IllegalStateException("a source of changes can be started once only, but was started before");
        }
        sources.add(this);
        if (isClosed) {
            sources.remove(this);
        }
        calls.execute(() -> {
            if (!isClosed) {
                isConnected = true;
                hears.connected();
            }
        });
    }

    void tell(StateChange change) {
        calls.execute(() -> {
            Listener hears = listener.get();
            if (hears != null && isConnected && !isClosed) {
                hears.changed(change);
            }
        });
    }

    @Override
    public void close() {
        isClosed = true;
        sources.remove(this);
    }
}
