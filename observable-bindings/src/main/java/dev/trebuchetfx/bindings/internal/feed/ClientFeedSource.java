// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangingListener;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A source of the events of a client's stream and connection, and of the changes of its state. Several sources may share one stream: the last of them that is
 * closed closes the stream, so that none ends it for another.
 */
public final class ClientFeedSource<S> implements FeedSource<S> {
    /** The number of sources that have each stream open, in the whole process. Streams that nothing refers to drop out. */
    private static final Map<ActorStream<?>, Integer> USES = Collections.synchronizedMap(new WeakHashMap<>());

    private final TrebuchetClient client;
    private final ActorStream<S> stream;
    private final ChangeOptions<S> options;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private volatile @Nullable ChangingState<S> changes;

    public ClientFeedSource(TrebuchetClient client, ActorStream<S> stream, ChangeOptions<S> options) {
        this.client = client;
        this.stream = stream;
        this.options = options;
    }

    @Override
    public ConnectionState connectionState() {
        return client.connectionState();
    }

    @Override
    public Freshness freshness() {
        return stream.freshness();
    }

    @Override
    public void open(Sink<S> sink) {
        try {
            registrations.add(client.onConnectionState(sink::onConnectionState));
            ChangingState<S> opened = stream.changing(options, new ChangingListener<>() {
                @Override
                public void onShown(ChangingState<S> source) {
                    sink.onShown(source);
                }

                @Override
                public void onEvent(StreamEvent<S> event) {
                    sink.onEvent(event);
                }

                @Override
                public void onUpdate(StreamEvent.Update<S> update) {
                    sink.onUpdate(update);
                }
            });
            registrations.add(opened::close);
            changes = opened;
        } catch (Throwable e) {
            // Nobody will close what was not opened.
            registrations.forEach(Registration::close);
            throw e;
        }
        USES.merge(stream, 1, Integer::sum);
    }

    @Override
    public @Nullable ChangingState<S> changes() {
        return changes;
    }

    @Override
    public void close() {
        boolean last = USES.computeIfPresent(stream, (key, uses) -> uses == 1 ? null : uses - 1) == null;
        try {
            registrations.forEach(Registration::close);
        } finally {
            if (last) {
                stream.close();
            }
        }
    }
}
