// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import dev.trebuchetfx.bindings.internal.feed.FeedSource;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import dev.trebuchetfx.client.event.UpdateKind;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A stream whose events a test makes. */
final class FakeSource<S> implements FeedSource<S> {
    static final UUID STREAM = UUID.fromString("00000000-0000-0000-0000-000000000001");
    static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    final AtomicInteger closes = new AtomicInteger();
    private final AtomicLong sequence = new AtomicLong();
    private volatile @Nullable Sink<S> sink;

    @Override
    public ConnectionState connectionState() {
        return new ConnectionState.Connecting(URI.create("ws://127.0.0.1:8080"));
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
    public void close() {
        closes.incrementAndGet();
    }

    /** A state comes; the server's clock goes on by a second each time. */
    void update(S state) {
        long number = sequence.incrementAndGet();
        event(new Update<>(STREAM, number, UpdateKind.FULL, state, FIRST.plusSeconds(number - 1), 0));
    }

    void event(StreamEvent<S> event) {
        Objects.requireNonNull(sink).onEvent(event);
    }

    /** An update that was missed comes again: first the news of it, then its state. */
    void replayed(long number, S state) {
        Update<S> update = new Update<>(STREAM, number, UpdateKind.REPLAY, state, FIRST, 0);
        Objects.requireNonNull(sink).onUpdate(update);
        event(update);
    }

    void connection(ConnectionState state) {
        Objects.requireNonNull(sink).onConnectionState(state);
    }
}
