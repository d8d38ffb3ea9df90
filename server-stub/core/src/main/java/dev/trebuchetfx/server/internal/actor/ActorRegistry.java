// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.internal.persistence.Persistence;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actors of one server, found by the name under which they are exposed or by their real id. Safe for use by any thread. */
public final class ActorRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ActorRegistry.class);

    /** The most actors that are made on demand at one time, since each name that a peer thinks of makes one. */
    public static final int MAX_ON_DEMAND = 20_000;

    /** The principal of whoever looks an actor up on this server's own behalf; no peer is named so. */
    private static final String OWN = "";

    private final Map<String, ActorCell> byName = new ConcurrentHashMap<>();
    private final Map<String, ActorCell> byRealId = new ConcurrentHashMap<>();
    private final Executor executor;
    private final Supplier<UUID> ids;
    private final int mailboxLimit;
    private final Persistence persistence;
    private final Map<String, ActorFamily> families = new ConcurrentHashMap<>();
    /** The actors that were made on demand, and may be forgotten, with the principals for whom they were made. */
    private final Map<ActorCell, String> onDemand = new ConcurrentHashMap<>();
    /** The principals that have such actors, and how many each has. */
    private final Map<String, Integer> made = new ConcurrentHashMap<>();

    private final int maxOnDemandOfOne;

    private final ActorJson json = new ActorJson();
    private volatile ActorId address = ActorId.of("");

    /**
     * @param executor lends the threads on which actors run
     * @param ids gives each actor its real id
     * @param mailboxLimit how many messages may wait for one actor
     * @param maxOnDemandOfOne how many actors may be made on demand for one principal at one time
     * @param persistence the store, and the actors that are awake
     */
    public ActorRegistry(
            Executor executor, Supplier<UUID> ids, int mailboxLimit, int maxOnDemandOfOne, Persistence persistence) {
        this.maxOnDemandOfOne = maxOnDemandOfOne;
        this.executor = executor;
        this.ids = ids;
        this.mailboxLimit = mailboxLimit;
        this.persistence = persistence;
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
     * @throws IllegalArgumentException if the name is taken, blank or too long, or the object can't be an actor
     */
    public void expose(String name, Object actor) {
        ActorCell cell = cell(name, actor);
        if (byName.putIfAbsent(name, cell) != null) {
            throw new IllegalArgumentException("an actor named '" + name + "' is exposed already");
        }
        byRealId.put(cell.realId().id(), cell);
        cell.start();
    }

    /**
     * Makes actors callable that are made on demand.
     *
     * @param pattern the form of their names, such as {@code todos/{list}}
     * @param factory makes the actor of a key
     * @throws IllegalArgumentException if the pattern is none, or taken
     */
    public void expose(String pattern, Function<String, ? extends Object> factory) {
        expose(ActorFamily.of(pattern, factory));
    }

    /**
     * Makes one actor, or those of a pattern, callable, each of which is made on demand.
     *
     * @param nameOrPattern a name such as {@code todos}, or a pattern such as {@code todos/{list}}
     * @param factory makes the actor of a key, which is the name itself where there is no pattern
     * @throws IllegalArgumentException if the name is blank, the pattern is none, or it is taken
     */
    public void exposeOnDemand(String nameOrPattern, Function<String, ? extends Object> factory) {
        expose(
                ActorFamily.isPattern(nameOrPattern)
                        ? ActorFamily.of(nameOrPattern, factory)
                        : ActorFamily.named(nameOrPattern, factory));
    }

    private void expose(ActorFamily family) {
        if (families.putIfAbsent(family.prefix(), family) != null) {
            throw new IllegalArgumentException("actors named '" + family.prefix() + "…' are exposed already");
        }
    }

    private ActorCell cell(String name, Object actor) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an actor's name must not be blank");
        }
        if (name.length() > ActorStateStore.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("an actor's name must have at most " + ActorStateStore.MAX_NAME_LENGTH
                    + " characters but had " + name.length());
        }
        boolean stored = actor instanceof StatefulActor;
        // Each server that has a stored actor must know it by the same id.
        String realId = stored ? name : ids.get().toString().toUpperCase(Locale.ROOT);
        ActorCell cell = new ActorCell(
                name,
                () -> new ActorId(realId, address.host(), address.port()),
                actor,
                ActorMethods.of(actor, json),
                executor,
                mailboxLimit);
        if (actor instanceof StatefulActor<?> stateful) {
            cell.keep(new StateKeeper(name, stateful.persistentState(), json, persistence, cell::turn, ids));
        }
        return cell;
    }

    /** Looks an actor up by name, or by real id in either case of letters; its host and port are not looked at. An actor that is made on demand is made now. */
    public @Nullable ActorCell find(ActorId id) {
        return find(id, OWN);
    }

    /** Looks an actor up for a principal, for whom it is made if it is made now. */
    public @Nullable ActorCell find(ActorId id, String principal) {
        ActorCell named = byName.get(id.id());
        if (named == null) {
            named = byRealId.get(id.id().toUpperCase(Locale.ROOT));
        }
        return named != null ? named : onDemand(id.id(), principal);
    }

    private @Nullable ActorCell onDemand(String name, String principal) {
        ActorFamily family = familyOf(name);
        String key = family == null ? null : family.keyOf(name);
        return family == null || key == null ? null : made(name, family, key, principal);
    }

    private @Nullable ActorFamily familyOf(String name) {
        return name.length() > ActorStateStore.MAX_NAME_LENGTH
                ? null
                : families.values().stream()
                        .filter(each -> each.keyOf(name) != null)
                        .findFirst()
                        .orElse(null);
    }

    private @Nullable ActorCell made(String name, ActorFamily family, String key, String principal) {
        if (noRoomFor(principal) != null) {
            return null;
        }
        ActorCell cell;
        try {
            // Outside the map, since the application's code may take its time.
            Object actor = family.factory().apply(key);
            if (actor == null) {
                return null;
            }
            cell = cell(name, actor);
        } catch (Throwable e) {
            ForeignCode.log(LOG, "The actor of a key could not be made; its caller hears that there is none", e);
            return null;
        }
        ActorCell before = byName.putIfAbsent(name, cell);
        if (before != null) {
            return before;
        }
        onDemand.put(cell, principal);
        made.merge(principal, 1, Integer::sum);
        cell.start();
        return cell;
    }

    /**
     * Lets go what nobody uses: actors that are stored sleep, and those that were made on demand are forgotten. One that is used at this very
     * moment may go on beside the next one of its name: no server owns a stored actor, and no cell does.
     *
     * @param isObserved whether an actor has streams
     */
    public void sweep(Predicate<ActorCell> isObserved) {
        for (ActorCell cell : byName.values()) {
            StateKeeper keeper = cell.keeper();
            if ((keeper != null || onDemand.containsKey(cell)) && cell.isIdle() && !isObserved.test(cell)) {
                cell.turn(() -> {
                    if ((keeper == null || keeper.sleepIfIdle()) && cell.isIdle() && forget(cell)) {
                        byName.remove(cell.name(), cell);
                        cell.stop();
                    }
                });
            }
        }
    }

    private boolean forget(ActorCell cell) {
        String principal = onDemand.remove(cell);
        if (principal != null) {
            made.computeIfPresent(principal, (name, count) -> count == 1 ? null : count - 1);
        }
        return principal != null;
    }

    /** Returns why no further actor is made on demand for a principal; null where one would be. */
    private @Nullable String noRoomFor(String principal) {
        if (onDemand.size() >= MAX_ON_DEMAND) {
            return "this server has made " + MAX_ON_DEMAND + " actors on demand; try again later";
        }
        return principal.equals(OWN) || made.getOrDefault(principal, 0) < maxOnDemandOfOne
                ? null
                : "this principal has made " + maxOnDemandOfOne
                        + " actors on demand, and others must find room; try again later";
    }

    /** Looks up the first of these that there is; null where there is none. */
    public @Nullable ActorCell findFirst(List<ActorId> candidates, String principal) {
        for (ActorId id : candidates) {
            ActorCell found = find(id, principal);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Returns the name of the first of these that there is, or that would be made on demand, without making it; null where there is none.
     */
    public @Nullable String nameOf(List<ActorId> candidates) {
        for (ActorId id : candidates) {
            ActorCell known = byName.get(id.id());
            if (known == null) {
                known = byRealId.get(id.id().toUpperCase(Locale.ROOT));
            }
            if (known != null || familyOf(id.id()) != null) {
                return known == null ? id.id() : known.name();
            }
        }
        return null;
    }

    /** Returns all actors. */
    public Collection<ActorCell> all() {
        return List.copyOf(byName.values());
    }

    /** Lets no write wait for more calls from now on, and returns a future that completes when all that waited is stored. */
    public CompletableFuture<Void> storeNow() {
        return CompletableFuture.allOf(
                byName.values().stream().map(ActorRegistry::storeNow).toArray(CompletableFuture<?>[]::new));
    }

    private static CompletableFuture<Void> storeNow(ActorCell cell) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        StateKeeper keeper = cell.keeper();
        if (keeper == null || !keeper.writesBehind()) {
            stored.complete(null);
        } else {
            cell.turn(() -> keeper.storeNow(() -> stored.complete(null)));
        }
        return stored;
    }

    /** Tells every actor that the server closes. */
    public void stop() {
        byName.values().forEach(ActorCell::stop);
    }

    /** Returns what a peer is told where {@link #find} gave nothing. */
    public String notFound(ActorId id, String principal) {
        String full = familyOf(id.id()) == null ? null : noRoomFor(principal);
        return full == null ? "Actor not found: " + id : ResponseEnvelope.BUSY + full;
    }
}
