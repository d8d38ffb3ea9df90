// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.databind.JsonNode;

/** What a patch between two states promises, whatever the states. */
class JsonDiffPropertyTest {
    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void applyingWhatChangedGivesTheOtherStateByteForByte(@ForAll long seed) throws Exception {
        RandomStates states = new RandomStates(new Random(seed));
        JsonNode from = states.state();
        JsonNode to = seed % 10 == 0 ? states.state() : states.edited(from);
        Bytes before = JsonTrees.write(from);

        Bytes patch = JsonDiff.between(from, to, ListKeys.BY_ID).encoded();
        JsonNode patched = JsonPatch.parse(patch).applyTo(from);

        assertThat(dev.trebuchetfx.protocol.internal.json.WireEquality.same(patched, to))
                .as("from %s%nto %s%nby %s", from, to, patch.utf8())
                .isTrue();
        assertThat(JsonTrees.write(from)).isEqualTo(before);
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void whatTravelsIsNeverLargerThanTheStateBySixteenBytes(@ForAll long seed) throws Exception {
        RandomStates states = new RandomStates(new Random(seed));
        JsonNode from = states.state();
        JsonNode to = states.edited(from);
        Bytes full = JsonTrees.write(to);

        StateDelta delta = StateDeltas.between(from, to, full, ListKeys.BY_ID);

        assertThat(delta.data().size()).isLessThanOrEqualTo(full.size() + 16);
        JsonNode applied = delta.isFull()
                ? JsonTrees.read(delta.data())
                : JsonPatch.parse(delta.data()).applyTo(from);
        assertThat(applied.equals(to)).isTrue();
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void nothingChangedIsNoOperation(@ForAll long seed) {
        JsonNode state = new RandomStates(new Random(seed)).state();
        JsonNode same = JsonTrees.read(JsonTrees.write(state));

        assertThat(JsonDiff.between(state, same, ListKeys.BY_ID).operations()).isEmpty();
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void keysThatAreWrongCostBytesAndNothingElse(@ForAll long seed) throws Exception {
        RandomStates states = new RandomStates(new Random(seed));
        JsonNode from = states.state();
        JsonNode to = states.edited(from);
        Random random = new Random(seed);
        ListKeys wild = list -> item -> random.nextInt(20) == 0 ? null : item.path("title");

        JsonNode patched = JsonDiff.between(from, to, wild).applyTo(from);

        assertThat(patched.equals(to)).isTrue();
    }
}
