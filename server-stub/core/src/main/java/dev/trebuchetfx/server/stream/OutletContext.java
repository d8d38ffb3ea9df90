// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.replay.ReplayBudget;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one stream that its outlets share.
 *
 * @param streamId the stream's id on the wire
 * @param heartbeat the time between two heartbeats that the client asked for; null for none
 * @param format the way in which the stream's changes travel
 * @param gate decides how each live update passes
 * @param time the time of the updates
 * @param budget the bound of what all streams keep
 * @param principal the principal to whom the stream belongs
 * @param conflated told of each update that is left out for a slow peer, in the actor's turn
 * @param roomAgain told, by any thread, of an outlet whose connection can take more
 * @param connectionEnded told, by any thread, of an outlet whose connection has closed
 */
record OutletContext(
        UUID streamId,
        @Nullable Duration heartbeat,
        StreamFormat format,
        DeliveryGate gate,
        TimeSource time,
        ReplayBudget budget,
        String principal,
        Runnable conflated,
        Consumer<Outlet> roomAgain,
        Consumer<Outlet> connectionEnded) {}
