// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The single moves by which several todos come to stand together, in the order that they have. */
final class MovePlan {
    private MovePlan() {}

    /**
     * A move of one todo. Both places are counted without it, when the moves before are made.
     *
     * @param from where it stood
     * @param to where it stands afterwards
     */
    record Move(UUID id, int from, int to) {}

    /**
     * Returns the moves, in the order in which they are to be made; none for a todo that stands where it should.
     *
     * @param order the ids of all todos
     * @param moved the ids of those that move, in their order
     * @param anchor the id of the todo before which they stand afterwards, which does not move; null for the end
     */
    static List<Move> of(List<UUID> order, List<UUID> moved, @Nullable UUID anchor) {
        List<UUID> now = new ArrayList<>(order);
        List<Move> moves = new ArrayList<>();
        UUID previous = null;
        for (UUID id : moved) {
            int from = now.indexOf(id);
            now.remove(from);
            int to = previous != null ? now.indexOf(previous) + 1 : anchor != null ? now.indexOf(anchor) : now.size();
            now.add(to, id);
            if (to != from) {
                moves.add(new Move(id, from, to));
            }
            previous = id;
        }
        return moves;
    }
}
