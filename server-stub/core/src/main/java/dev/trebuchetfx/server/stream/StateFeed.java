// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One state and the streams that observe it: each change is encoded once, and its bytes are shared by all of them. It listens to
 * the state only while it has streams.
 *
 * <p>Confined to the turns of the actor whose state it is.
 */
final class StateFeed {
    private final StreamedState<?> state;
    private final ActorJson json;
    private final Runnable onEmpty;
    private final Set<ServerStream> streams = new LinkedHashSet<>();
    private @Nullable Bytes current;
    private @Nullable Runnable listening;

    /**
     * A feed without streams.
     *
     * @param onEmpty called when the last stream has left, in the actor's turn
     */
    StateFeed(StreamedState<?> state, ActorJson json, Runnable onEmpty) {
        this.state = state;
        this.json = json;
        this.onEmpty = onEmpty;
    }

    /** Adds a stream and gives it the current state. */
    void add(ServerStream stream) throws ActorCallException {
        Bytes first = current;
        if (first == null) {
            first = json.encode(state.get());
            current = first;
        }
        streams.add(stream);
        if (listening == null) {
            listening = state.onChange(this::changed);
        }
        stream.publish(first);
    }

    /** Whether these bytes are the state as it is now. */
    boolean isCurrent(Bytes state) {
        return state.equals(current);
    }

    void remove(ServerStream stream) {
        streams.remove(stream);
        if (streams.isEmpty()) {
            Runnable stop = listening;
            if (stop != null) {
                stop.run();
                listening = null;
            }
            onEmpty.run();
        }
    }

    private void changed(Object next) {
        try {
            Bytes bytes = json.encode(next);
            current = bytes;
            for (ServerStream stream : streams) {
                stream.publish(bytes);
            }
        } catch (ActorCallException e) {
            // Copied, since a failing stream leaves this feed.
            for (ServerStream stream : List.copyOf(streams)) {
                stream.fail("Stream error: " + ActorCallException.describe(e));
            }
        }
    }
}
