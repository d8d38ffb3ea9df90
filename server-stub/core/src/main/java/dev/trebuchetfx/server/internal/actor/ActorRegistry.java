// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.ActorId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The actors of one server, found by the name under which they are exposed or by their real id. Safe for use by any thread. */
public final class ActorRegistry {
    private final Map<String, ActorCell> byName = new ConcurrentHashMap<>();
    private final Map<String, ActorCell> byRealId = new ConcurrentHashMap<>();
    private final Executor executor;
    private final Supplier<UUID> ids;
    private final int mailboxLimit;
    private final ActorJson json = new ActorJson();
    private volatile ActorId address = ActorId.of("");

    /**
     * @param executor lends the threads on which actors run
     * @param ids gives each actor its real id
     * @param mailboxLimit how many messages may wait for one actor
     */
    public ActorRegistry(Executor executor, Supplier<UUID> ids, int mailboxLimit) {
        this.executor = executor;
        this.ids = ids;
        this.mailboxLimit = mailboxLimit;
    }

    /** Sets the address at which the server listens, which is part of each real id. */
    public void listensAt(String host, int port) {
        address = new ActorId("", host, port);
    }

    /** The JSON of arguments, results and states. */
    public ActorJson json() {
        return json;
    }

    /**
     * Makes a plain object callable under {@code name}.
     *
     * @throws IllegalArgumentException if the name is taken or blank, or the object can't be an actor
     */
    public void expose(String name, Object actor) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an actor's name must not be blank");
        }
        String realId = ids.get().toString().toUpperCase(Locale.ROOT);
        ActorCell cell = new ActorCell(
                name,
                () -> new ActorId(realId, address.host(), address.port()),
                actor,
                ActorMethods.of(actor, json),
                executor,
                mailboxLimit);
        if (byName.putIfAbsent(name, cell) != null) {
            throw new IllegalArgumentException("an actor named '" + name + "' is exposed already");
        }
        byRealId.put(realId, cell);
        cell.start();
    }

    /** Looks an actor up by name, or by real id in either case of letters; its host and port are not looked at. */
    public @Nullable ActorCell find(ActorId id) {
        ActorCell named = byName.get(id.id());
        return named != null ? named : byRealId.get(id.id().toUpperCase(Locale.ROOT));
    }

    /** Looks up the first of these that there is; null where there is none. */
    public @Nullable ActorCell findFirst(List<ActorId> candidates) {
        for (ActorId id : candidates) {
            ActorCell found = find(id);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Returns all actors. */
    public Collection<ActorCell> all() {
        return List.copyOf(byName.values());
    }

    /** Tells every actor that the server closes. */
    public void stop() {
        byName.values().forEach(ActorCell::stop);
    }

    /** Returns what a peer is told where {@link #find} gave nothing. */
    public static String notFound(ActorId id) {
        return "Actor not found: " + id;
    }
}
