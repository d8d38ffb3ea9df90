// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.server.stream.Passage;

/** The effect of a fault on one update, played when the update's turn on its line has come. Immutable. */
@FunctionalInterface
interface Disturbance extends Passage {
    /** A disturbance that loses the update before its line sees it. */
    Disturbance LOSS = new Disturbance() {
        @Override
        public void play(DisturbedLine line, DisturbedLine.Message message) {}

        @Override
        public boolean isLost() {
            return true;
        }
    };

    /** Sends the message on the line in its disturbed way, or doesn't. The caller holds the line's lock. */
    void play(DisturbedLine line, DisturbedLine.Message message);

    @Override
    default boolean isLost() {
        return false;
    }
}
