// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a client that changes need: one actor, one stream of it, the connection and the store. Safe for use by any thread. */
public interface ChangePort<S> {

    /** Returns the actor that is called. */
    ActorId actor();

    /** Listens to the stream. */
    Registration listen(Consumer<StreamEvent<S>> listener);

    /** Listens to the connection. */
    Registration onConnectionState(Consumer<ConnectionState> listener);

    /** Draws the id of a call. */
    UUID newKey();

    /**
     * Sends a call once, if there is a connection.
     *
     * @param repeated true if it may have been sent before
     */
    CompletableFuture<Answer> send(Outgoing call, boolean repeated, @Nullable Duration timeout);

    /** Runs {@code shown} when the stream has come through a version, or never will. */
    void whenShown(long version, Runnable shown);

    /**
     * Returns the JSON of arguments.
     *
     * @throws dev.trebuchetfx.client.error.PayloadException if one can't be written
     */
    List<Bytes> write(String targetIdentifier, List<@Nullable Object> arguments);

    /**
     * Reads JSON; null for no bytes.
     *
     * @throws dev.trebuchetfx.client.error.PayloadException if it can't be read
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // The type is in `type`, which can't be tied to T.
    <T> @Nullable T read(String what, Bytes json, Type type);

    /** Returns the time. */
    TimeSource time();

    /** Returns the executor of the application's listeners and futures. */
    Executor callbacks();

    /** Returns the owner of what is kept. */
    String scope();

    /** Hands over the kept calls of the actor, once in the life of the client, on a thread of the client. */
    void takeKept(Consumer<Collection<StoredCheckpoint>> calls);

    /** Keeps a call. */
    void keep(StoredCheckpoint call);

    /** Forgets a kept call. */
    void forget(StreamKey key);

    /** Writes what is kept; returns a future that is completed when that is done, or has failed. */
    CompletableFuture<?> flushed();

    /** A call as it is sent. */
    record Outgoing(UUID key, String targetIdentifier, List<Bytes> arguments) {}

    /**
     * An answer to a call.
     *
     * @param version the version that has the effect; null where the server told none
     */
    record Answer(Bytes result, @Nullable Long version) {}
}
