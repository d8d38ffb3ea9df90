// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.client.internal.typed.SharingReader;
import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.internal.delta.JsonDiff;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.delta.StateDeltas;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A state with so many items, as text, as tree and as object, and what makes another of it. Used by one thread. */
final class ListOfSize {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ListState state;
    private final Bytes json;
    private final JsonNode tree;
    private final SharingReader sharing = new SharingReader(MAPPER, MAPPER.constructType(ListState.class));
    private final SharingReader copying = new SharingReader(MAPPER, MAPPER.constructType(CopiedState.class));
    private final JsonNode copiedTree;

    ListOfSize(int items, Random random) {
        state = ListState.random(items, random);
        json = encoded(state);
        tree = JsonTrees.read(json);
        copiedTree = JsonTrees.read(json);
        require(state, sharing.read(tree));
        require(new CopiedState(state.todos(), state.pendingCount()), copying.read(copiedTree));
    }

    /**
     * One change of this state.
     *
     * @param merge the change as one that merges, or the whole state where it can't be expressed so
     */
    record Change(ListState after, Bytes json, Bytes patch, StateDelta delta, Bytes merge, boolean merges) {}

    /** Makes a change, and the patch for it; asserts that the patch makes the changed state of this one. */
    Change change(Edit edit, Random random) {
        ListState after = edit.of(state, random);
        Bytes afterJson = encoded(after);
        JsonNode afterTree = JsonTrees.read(afterJson);
        StateDelta delta = StateDeltas.between(tree, afterTree, afterJson, ListKeys.BY_ID);
        Bytes patch = delta.isFull()
                ? JsonDiff.between(tree, afterTree, ListKeys.BY_ID).encoded()
                : delta.data();
        MergeDelta merge = MergeDelta.between(state, after);
        Change change =
                new Change(after, afterJson, patch, delta, merge == null ? afterJson : encoded(merge), merge != null);
        require(after, apply(patch));
        require(new CopiedState(after.todos(), after.pendingCount()), applyCopying(patch));
        return change;
    }

    /** Applies a patch as a client does: reads the text, patches the tree, and decodes the new parts of the object. */
    ListState apply(Bytes patch) {
        return Objects.requireNonNull(sharing.read(patched(tree, patch)));
    }

    /** The same where the state copies its list. */
    CopiedState applyCopying(Bytes patch) {
        return Objects.requireNonNull(copying.read(patched(copiedTree, patch)));
    }

    /** Decodes a whole state as a client does. */
    ListState decode(Bytes full) {
        return MAPPER.readValue(full.unsafeArray(), ListState.class);
    }

    /** Applies a delta that merges, as a client does. */
    ListState merge(Bytes merge) {
        return MAPPER.readValue(merge.unsafeArray(), MergeDelta.class).applyTo(state);
    }

    /** Makes a patch as a server does, from the tree of the state before and the text of the one after. */
    Bytes diff(Bytes after) {
        return JsonDiff.between(tree, JsonTrees.read(after), ListKeys.BY_ID).encoded();
    }

    Bytes json() {
        return json;
    }

    private static JsonNode patched(JsonNode tree, Bytes patch) {
        try {
            return JsonPatch.parse(patch).applyTo(tree);
        } catch (JsonPatchException e) {
            throw new BenchmarkFailedException(
                    "a patch does not fit the state that it was made for: " + e.getMessage(), e);
        }
    }

    private static Bytes encoded(Object value) {
        return Bytes.wrap(MAPPER.writeValueAsBytes(value));
    }

    private static void require(Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            throw new BenchmarkFailedException("expected the state after a change, but its patch made another");
        }
    }
}
