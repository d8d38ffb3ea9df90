// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.client.delta.ListKeys;
import dev.trebuchetfx.client.internal.delta.StateDeltas;
import dev.trebuchetfx.client.internal.json.JsonTrees;
import dev.trebuchetfx.client.internal.json.StateHash;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.StateDelta;
import dev.trebuchetfx.client.wire.StateDeltaCodec;
import dev.trebuchetfx.client.wire.WireLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What travels from one state of a feed to another. Each subscriber's {@link Outlet} holds its base, the very bytes that others hold
 * at the same position; so a change is computed once for each pair of states, however many subscribers make that step.
 *
 * <p>Confined to the turns of the actor whose states these are.
 */
final class DeltaStreamManager {
    /** A stream's name for the format. */
    static final String JSON_PATCH = "json-patch";

    /** Steps that are remembered: those of a replay, and those of subscribers that are slow in different ways. */
    private static final int STEPS = 256;

    private static final int TREES = 8;

    private final StateDeltaCodec codec = new StateDeltaCodec(WireLimits.DEFAULT);
    private final ListKeys keys;
    private final Map<Step, Change> changes = newest(STEPS);
    private final Map<Same, JsonNode> trees = newest(TREES);
    private final Map<Same, Optional<String>> hashes = newest(TREES);

    DeltaStreamManager(ListKeys keys) {
        this.keys = keys;
    }

    /**
     * What travels.
     *
     * @param byDelta whether it can be read only by who has the base
     * @param data a {@code StateDelta}
     */
    record Change(boolean byDelta, Bytes data) {}

    /** From {@code base}, which the subscriber has, or from nothing, to {@code state}. */
    Change change(@Nullable Bytes base, Bytes state) {
        return changes.computeIfAbsent(new Step(base == null ? null : new Same(base), new Same(state)), step -> {
            StateDelta delta =
                    base == null ? StateDeltas.full(state) : StateDeltas.between(tree(base), tree(state), state, keys);
            return new Change(!delta.isFull(), codec.encode(delta));
        });
    }

    /** The hash of a state; null where it has none. */
    @Nullable
    String hash(Bytes state) {
        return remembered(hashes, new Same(state), () -> Optional.ofNullable(StateHash.of(tree(state))))
                .orElse(null);
    }

    private JsonNode tree(Bytes state) {
        return remembered(trees, new Same(state), () -> JsonTrees.read(state));
    }

    private static <K, V> V remembered(Map<K, V> memory, K key, Supplier<V> otherwise) {
        V known = memory.get(key);
        if (known == null) {
            known = otherwise.get();
            memory.put(key, known);
        }
        return known;
    }

    private static <K, V> Map<K, V> newest(int count) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > count;
            }
        };
    }

    private record Step(@Nullable Same from, Same to) {}

    /** Bytes by identity: streams of one state share them, and comparing them would cost their number. */
    private record Same(Bytes bytes) {
        @Override
        @SuppressWarnings("ReferenceEquality") // That is its purpose.
        public boolean equals(@Nullable Object other) {
            return other instanceof Same that && bytes == that.bytes;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(bytes);
        }
    }
}
