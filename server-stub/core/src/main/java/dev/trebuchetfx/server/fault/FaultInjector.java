// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.FaultParser;
import dev.trebuchetfx.server.dispatch.ClientConnection;
import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.Streams;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings faults about at one server. Safe for use by any thread. */
public final class FaultInjector {
    private final Connections connections;
    private final ServerStreamRegistry registry;
    private final Streams streams;
    private final FaultHooks hooks;

    /**
     * Creates the injector of a server.
     *
     * @param hooks the hooks that the server's connections and streams ask
     */
    public FaultInjector(Connections connections, ServerStreamRegistry registry, Streams streams, FaultHooks hooks) {
        this.connections = connections;
        this.registry = registry;
        this.streams = streams;
        this.hooks = hooks;
    }

    /**
     * A fault that was asked for by its JSON.
     *
     * @param kind its name, such as {@code "cut"}
     * @param affected completes with the number of connections, updates or streams that it hits, when it is done
     */
    public record Injected(String kind, CompletableFuture<Integer> affected) {}

    /**
     * Brings about the fault that a JSON object such as {@code {"kind":"cut","ms":500}} asks for.
     *
     * @throws IllegalArgumentException if it can't be read, or is narrowed to a stream that the server does not have; the message
     *     says why
     */
    public Injected inject(byte[] json) {
        Fault fault = FaultParser.parse(json);
        return new Injected(fault.kind(), inject(fault));
    }

    /**
     * Brings {@code fault} about.
     *
     * @return a future with the number of connections, updates or streams that it hits, which completes when it is done
     * @throws IllegalArgumentException if it is narrowed to a stream that the server does not have, or too many faults wait for
     *     updates
     */
    public CompletableFuture<Integer> inject(Fault fault) {
        UUID id = fault.stream();
        ServerStream stream = id == null ? null : stream(id);
        return switch (hooks.effect(fault)) {
            case FaultEffect.AtConnections hit -> hit(stream, hit.action());
            case FaultEffect.AtBuffers hit -> forget(stream == null ? registry.all() : List.of(stream));
            case FaultEffect.AtUpdates hit -> {
                hooks.await(hit.fault());
                yield CompletableFuture.completedFuture(hit.fault().updates());
            }
        };
    }

    /** Drops every connection, or that of one stream, and refuses its client for {@code keepOut}; returns how many there were. */
    public int cut(Duration keepOut, @Nullable UUID streamId) {
        return inject(new Fault.Cut(keepOut, streamId)).join();
    }

    /** Loses the next updates, or those of one stream. */
    public void drop(int updates, @Nullable UUID streamId) {
        inject(new Fault.Drop(updates, streamId)).join();
    }

    /** Forgets what every stream, or one of them, could replay; returns how many streams, when it is done. */
    public CompletableFuture<Integer> expire(@Nullable UUID streamId) {
        return inject(new Fault.Expire(streamId));
    }

    /** Acts on every connection, or on the one to which {@code stream} is bound. */
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
