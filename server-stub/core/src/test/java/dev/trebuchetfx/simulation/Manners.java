// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.option.LineOptions;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The manners of all lines of a run: those of an ordinary server, or those of a gateway, which swaps messages and whose lines must be
 * replaced before they are too old.
 *
 * @param options what the clients are told of it
 * @param swaps whether neighbouring messages to a client may arrive in the other order
 */
record Manners(LineOptions options, boolean swaps) {
    /** One in so many runs has a gateway. */
    private static final int ONE_IN = 3;

    /** A line of a shorter life would be replaced before anybody notices that it is dead. */
    private static final int FEWEST_HEARTBEATS = 4;

    /** The manners of one run, where clients look after their lines this often. */
    static Manners draw(RandomGenerator random, Duration heartbeat) {
        if (random.nextInt(ONE_IN) != 0) {
            return new Manners(LineOptions.DEFAULT, false);
        }
        return new Manners(
                LineOptions.builder()
                        .longestLife(heartbeat.multipliedBy(FEWEST_HEARTBEATS + random.nextInt(4)))
                        .keepAlive(heartbeat.multipliedBy(1 + random.nextInt(3)))
                        .reorderWait(
                                Duration.ofMillis(List.of(500, 1_000, 2_000).get(random.nextInt(3))))
                        .build(),
                true);
    }
}
