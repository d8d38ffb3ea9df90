// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import dev.trebuchetfx.server.dispatch.ClientConnection;
import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.Streams;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings faults about. Safe for use by any thread. */
public final class FaultInjector {
    private final Connections connections;
    private final ServerStreamRegistry registry;
    private final Streams streams;
    private final PendingFaults pending;

    public FaultInjector(
            Connections connections, ServerStreamRegistry registry, Streams streams, PendingFaults pending) {
        this.connections = connections;
        this.registry = registry;
        this.streams = streams;
        this.pending = pending;
    }

    /**
     * Brings {@code fault} about.
     *
     * @return how many connections, updates or streams it hits, when it is done
     * @throws IllegalArgumentException if it is narrowed to a stream that the server does not have
     */
    public CompletableFuture<Integer> inject(Fault fault) {
        UUID id = fault.stream();
        ServerStream stream = id == null ? null : stream(id);
        return switch (fault) {
            case Fault.Cut cut -> hit(stream, connection -> connections.cut(connection, cut.keepOut()));
            case Fault.Pause pause -> hit(stream, connection -> connection.pause(pause.time()));
            case Fault.Expire expire -> forget(stream == null ? registry.all() : List.of(stream));
            case Fault.OfUpdates updates -> {
                pending.add(updates);
                yield CompletableFuture.completedFuture(updates.updates());
            }
        };
    }

    /** Every connection, or the one to which {@code stream} is bound. */
    private CompletableFuture<Integer> hit(@Nullable ServerStream stream, Consumer<ClientConnection> action) {
        Collection<ClientConnection> hit;
        if (stream == null) {
            hit = connections.open();
        } else if (stream.subscriber() instanceof ClientConnection connection) {
            hit = List.of(connection);
        } else {
            hit = List.of();
        }
        hit.forEach(action);
        return CompletableFuture.completedFuture(hit.size());
    }

    private CompletableFuture<Integer> forget(Collection<ServerStream> affected) {
        return CompletableFuture.allOf(affected.stream().map(streams::forget).toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> affected.size());
    }

    private ServerStream stream(UUID id) {
        ServerStream stream = registry.find(id);
        if (stream == null) {
            throw new IllegalArgumentException("this server has no stream " + id);
        }
        return stream;
    }
}
