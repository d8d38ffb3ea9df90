// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.change;

import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.StateHash;
import dev.trebuchetfx.server.change.Steps.Same;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The changes as JSON Patch. Each subscriber's {@link Outlet} holds its base, the very bytes that others hold at the same position.
 *
 * <p>Confined to the turns of the actor whose states these are.
 */
public final class DeltaStreamManager implements Changes {
    /** One for all: each has the memory of a parser. */
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);

    private static final int TREES = 8;

    /** The most bytes of JSON of which trees are kept, since a tree takes several times as much; two trees are kept in any case. */
    private static final long TREE_BYTES = 2L << 20;

    private final ListKeys keys;
    private final Steps<Change> changes = new Steps<>();
    private final Map<Same, JsonNode> trees = newest();
    private final Map<Same, Optional<String>> hashes = newest();

    public DeltaStreamManager(ListKeys keys) {
        this.keys = keys;
    }

    @Override
    public Change change(@Nullable StateContent base, StateContent state) {
        return changes.of(base, state, () -> {
            StateDelta delta = base == null
                    ? StateDeltas.full(state.json())
                    : StateDeltas.between(tree(base.json()), tree(state.json()), state.json(), keys);
            return new Change(!delta.isFull(), CODEC.encode(delta));
        });
    }

    /** {@inheritDoc} Always false: a state that was set is told though it be the same, since a patch without operations is small. */
    @Override
    public boolean isNothing(StateContent before, StateContent state) {
        return false;
    }

    @Override
    public @Nullable String hash(StateContent state) {
        Bytes json = state.json();
        return remembered(hashes, new Same(json), () -> Optional.ofNullable(StateHash.of(tree(json))))
                .orElse(null);
    }

    private JsonNode tree(Bytes state) {
        JsonNode tree = remembered(trees, new Same(state), () -> JsonTrees.read(state));
        long bytes =
                trees.keySet().stream().mapToLong(each -> each.bytes().size()).sum();
        Iterator<Same> oldest = trees.keySet().iterator();
        for (int left = trees.size(); left > 2 && bytes > TREE_BYTES; left--) {
            bytes -= oldest.next().bytes().size();
            oldest.remove();
        }
        return tree;
    }

    private static <V> V remembered(Map<Same, V> memory, Same key, Supplier<V> otherwise) {
        V known = memory.get(key);
        if (known == null) {
            known = otherwise.get();
            memory.put(key, known);
        }
        return known;
    }

    private static <V> Map<Same, V> newest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Same, V> eldest) {
                return size() > TREES;
            }
        };
    }
}
