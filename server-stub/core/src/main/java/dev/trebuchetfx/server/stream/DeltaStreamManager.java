// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import static dev.trebuchetfx.server.stream.Steps.remembered;

import dev.trebuchetfx.client.delta.ListKeys;
import dev.trebuchetfx.client.internal.delta.StateDeltas;
import dev.trebuchetfx.client.internal.json.JsonTrees;
import dev.trebuchetfx.client.internal.json.StateHash;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.StateDelta;
import dev.trebuchetfx.client.wire.StateDeltaCodec;
import dev.trebuchetfx.client.wire.WireLimits;
import dev.trebuchetfx.server.stream.Steps.Same;
import dev.trebuchetfx.server.stream.Steps.Step;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes as JSON Patch. Each subscriber's {@link Outlet} holds its base, the very bytes that others hold at the same position.
 *
 * <p>Confined to the turns of the actor whose states these are.
 */
final class DeltaStreamManager implements Changes {
    private static final int TREES = 8;

    private final StateDeltaCodec codec = new StateDeltaCodec(WireLimits.DEFAULT);
    private final ListKeys keys;
    private final Map<Step, Change> changes = Steps.newest(Steps.COUNT);
    private final Map<Same, JsonNode> trees = Steps.newest(TREES);
    private final Map<Same, Optional<String>> hashes = Steps.newest(TREES);

    DeltaStreamManager(ListKeys keys) {
        this.keys = keys;
    }

    @Override
    public Change change(@Nullable StateContent base, StateContent state) {
        return remembered(changes, Step.of(base, state), () -> {
            StateDelta delta = base == null
                    ? StateDeltas.full(state.json())
                    : StateDeltas.between(tree(base.json()), tree(state.json()), state.json(), keys);
            return new Change(!delta.isFull(), codec.encode(delta));
        });
    }

    /** A state that was set is told, though it be the same: a patch without operations is small. */
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
        return remembered(trees, new Same(state), () -> JsonTrees.read(state));
    }
}
