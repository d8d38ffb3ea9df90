// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.Authorizer;
import dev.trebuchetfx.server.Authorizers;
import dev.trebuchetfx.server.dispatch.AccessRule;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node that keeps nothing between events: it has the store, and what makes the actors. Safe for use by any thread; each {@link StatelessRun} belongs
 * to one.
 */
public final class StatelessNode {
    private final ActorStateStore store;
    private final Map<String, Function<String, ? extends Object>> actors;
    private final @Nullable AccessRule rule;
    private final String epoch;
    private final TimeSource time;
    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);

    /**
     * @param actors what makes each actor, by its name or by a pattern such as {@code todos/{list}}; the key of a name is the name itself
     * @param authorizer says who may do what; null where everything is allowed
     * @param epoch the same for all nodes of the store: the epoch of streams of actors of which nothing is stored yet
     */
    public StatelessNode(
            ActorStateStore store,
            Map<String, Function<String, ? extends Object>> actors,
            @Nullable Authorizer authorizer,
            String epoch,
            TimeSource time) {
        this.store = store;
        this.actors = new LinkedHashMap<>(actors);
        this.rule = authorizer == null ? null : Authorizers.rule(authorizer);
        this.epoch = epoch;
        this.time = time;
        // What is wrong with the names shall show now and not with the first event.
        begin().close();
    }

    /** Begins to answer an event, on the calling thread. */
    public StatelessRun begin() {
        return new StatelessRun(store, actors, rule, epoch, codec, time);
    }

    /** Returns the codec of the messages. */
    public EnvelopeCodec codec() {
        return codec;
    }

    /** Returns the store. */
    public ActorStateStore store() {
        return store;
    }

    static UUID randomId(TimeSource time) {
        long high = (time.random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (time.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
