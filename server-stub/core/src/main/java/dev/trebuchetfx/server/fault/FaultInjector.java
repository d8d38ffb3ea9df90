// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.client.fault.Fault;
import dev.trebuchetfx.client.fault.PendingFaults;
import dev.trebuchetfx.server.dispatch.ClientConnection;
import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.StreamRegistry;
import dev.trebuchetfx.server.stream.Streams;
import dev.trebuchetfx.server.stream.Subscriber;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings faults about. Safe for use by any thread. */
public final class FaultInjector {
    private final Connections connections;
    private final StreamRegistry registry;
    private final Streams streams;
    private final PendingFaults pending;

    public FaultInjector(Connections connections, StreamRegistry registry, Streams streams, PendingFaults pending) {
        this.connections = connections;
        this.registry = registry;
        this.streams = streams;
        this.pending = pending;
    }

    /** Brings {@code fault} about; gives how many connections, updates or streams it hits. */
    public CompletableFuture<Integer> inject(Fault fault) {
        return switch (fault) {
            case Fault.Cut cut -> CompletableFuture.completedFuture(cut(cut.keepOut(), cut.stream()));
            case Fault.Expire expire -> expire(expire.stream());
            case Fault.Pause pause -> CompletableFuture.completedFuture(pause(pause.time(), pause.stream()));
            case Fault.OfUpdates updates -> {
                if (updates.stream() != null) {
                    stream(updates.stream());
                }
                pending.add(updates);
                yield CompletableFuture.completedFuture(updates.updates());
            }
        };
    }

    private int pause(Duration time, @Nullable UUID streamId) {
        if (streamId != null) {
            if (stream(streamId).subscriber() instanceof ClientConnection connection) {
                connection.pause(time);
                return 1;
            }
            return 0;
        }
        Collection<ClientConnection> open = connections.open();
        open.forEach(connection -> connection.pause(time));
        return open.size();
    }

    /**
     * Drops connections without a closing handshake.
     *
     * @param keepOut how long the clients that are cut stay refused, if they say who they are; zero for not at all
     * @param streamId only the one that this stream is bound to; null for all
     * @return how many were dropped
     */
    public int cut(Duration keepOut, @Nullable UUID streamId) {
        if (streamId != null) {
            Subscriber subscriber = stream(streamId).subscriber();
            if (subscriber instanceof ClientConnection connection) {
                connections.cut(connection, keepOut);
                return 1;
            }
            return 0;
        }
        Collection<ClientConnection> open = connections.open();
        open.forEach(connection -> connections.cut(connection, keepOut));
        return open.size();
    }

    /**
     * Loses the next updates on their way to a bound connection; they are numbered and buffered all the same. Replays are not
     * touched, so a client can heal the gap.
     *
     * @param updates how many, at least 1
     * @param streamId only of this stream; null for whichever come next
     */
    public void drop(int updates, @Nullable UUID streamId) {
        Fault.Drop fault = new Fault.Drop(updates, streamId);
        if (streamId != null) {
            stream(streamId);
        }
        pending.add(fault);
    }

    /**
     * Forgets buffers as if the time had passed: a detached stream expires, a bound one goes on with an empty buffer.
     *
     * @param streamId only this stream; null for all
     * @return how many streams, when it is done
     */
    public CompletableFuture<Integer> expire(@Nullable UUID streamId) {
        Collection<ServerStream> affected = streamId == null ? registry.all() : List.of(stream(streamId));
        return CompletableFuture.allOf(affected.stream().map(streams::forget).toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> affected.size());
    }

    private ServerStream stream(UUID streamId) {
        ServerStream stream = registry.find(streamId);
        if (stream == null) {
            throw new IllegalArgumentException("this server has no stream " + streamId);
        }
        return stream;
    }
}
