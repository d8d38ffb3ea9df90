// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.replay.ReplayBudget;
import dev.trebuchetfx.server.replay.ReplayBudget.Copy;
import org.jspecify.annotations.Nullable;

/**
 * The room that the filter of one stream takes up, if it is large.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class FilterRoom {
    /** The size of a filter in characters, from which on it counts among what streams keep. */
    private static final int LARGE_FILTER = 512;

    private final ReplayBudget budget;
    private final String principal;
    private final Runnable onNoRoom;
    private @Nullable Copy room;

    /**
     * Creates the room of no filter.
     *
     * @param onNoRoom called, by any thread, where there is no room for the filter, so that the stream has to end
     */
    FilterRoom(ReplayBudget budget, String principal, Runnable onNoRoom) {
        this.budget = budget;
        this.principal = principal;
        this.onNoRoom = onNoRoom;
    }

    /** Takes up room for a filter in place of the one before. */
    void take(@Nullable StreamFilter filter) {
        giveUp();
        long size = StreamOpener.size(filter);
        if (size > LARGE_FILTER) {
            room = budget.keepRoom(principal, size, onNoRoom);
            if (room == null) {
                onNoRoom.run();
            }
        }
    }

    /** Gives the room back. Calling it again has no effect. */
    void giveUp() {
        Copy taken = room;
        if (taken != null) {
            room = null;
            budget.release(taken);
        }
    }
}
