// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fx;

import dev.trebuchetfx.bindings.internal.feed.FeedSource;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A source of states without a client. */
final class StateFeedSource<S> implements FeedSource<S> {
    private static final UUID STREAM = new UUID(0, 1);

    private volatile @Nullable Sink<S> sink;
    private long sequence;

    @Override
    public ConnectionState connectionState() {
        return new ConnectionState.Closed();
    }

    @Override
    public Freshness freshness() {
        return Freshness.CATCHING_UP;
    }

    @Override
    public void open(Sink<S> newSink) {
        sink = newSink;
    }

    @Override
    public void close() {}

    void show(S state) {
        Objects.requireNonNull(sink)
                .onEvent(new StreamEvent.Update<>(STREAM, ++sequence, UpdateKind.DELTA, state, Instant.EPOCH, 0));
    }
}
