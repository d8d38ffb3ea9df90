// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.Registration;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Events of a client's stream and of its connection. */
public final class ClientSource<S> implements EventSource<S> {
    private final TrebuchetClient client;
    private final ActorStream<S> stream;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    public ClientSource(TrebuchetClient client, ActorStream<S> stream) {
        this.client = client;
        this.stream = stream;
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
        registrations.add(client.onConnectionState(sink::onConnectionState));
        registrations.add(stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(Update<S> update) {
                sink.onEvent(update);
            }

            @Override
            public void onEvent(StreamEvent<S> event) {
                sink.onEvent(event);
            }
        }));
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
        stream.close();
    }
}
