// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.server.stream.Outlet;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one connection: they tell the peer how far its streams have been sent, so that it notices an update that was lost before
 * a silence.
 *
 * <p>The number of a stream is read before the heartbeat is queued, and the stream raises it after the update is queued: so a
 * heartbeat never runs ahead of the data it speaks of. Each number is named twice: where the update was lost, the heartbeat after
 * it may be lost with it. Streams come and go by any thread; {@link #beat} is confined to the
 * connection's turns.
 */
final class Heartbeats {
    private static final int TIMES_TOLD = 2;

    /** The number of each stream that the peer knows: by the last heartbeat, or from the resume that bound the stream. */
    private final Map<Outlet, Told> told = new ConcurrentHashMap<>();

    /** The number that a peer was told last. Confined to the connection's turns, once it is in the map. */
    private static final class Told {
        private long number;
        private Outlet.@Nullable Quiet quiet;
        private int timesToTell;

        Told(long number) {
            this.number = number;
        }

        /** Returns whether this heartbeat tells the position of a stream without updates: only together with the number that it has there. */
        boolean tells(Outlet.@Nullable Quiet now, long sent) {
            if (now == null || now.sequence() != sent || now.equals(quiet)) {
                return false;
            }
            quiet = now;
            return true;
        }

        /** Returns whether this heartbeat names {@code sent}, the newest number. */
        boolean tells(long sent) {
            if (sent != number) {
                number = sent;
                timesToTell = TIMES_TOLD;
            }
            if (timesToTell == 0) {
                return false;
            }
            timesToTell--;
            return true;
        }
    }

    /** Takes up a stream if its client asked for heartbeats, and returns the interval; null if it asked for none. */
    @Nullable
    Duration add(Outlet outlet) {
        Duration interval = outlet.heartbeat();
        if (interval != null) {
            told.put(outlet, new Told(outlet.sent()));
        }
        return interval;
    }

    void remove(Outlet outlet) {
        told.remove(outlet);
    }

    /**
     * Sends what has changed since the last time, or since the time before that.
     *
     * @param sender null where now is no time to send anything
     * @return the time until the next one is due, the shortest interval that a stream has; null without streams
     */
    @Nullable
    Duration beat(@Nullable Consumer<HeartbeatEnvelope> sender) {
        Duration next = null;
        HeartbeatDraft draft = new HeartbeatDraft();
        for (Map.Entry<Outlet, Told> entry : told.entrySet()) {
            Outlet outlet = entry.getKey();
            Duration interval = outlet.heartbeat();
            if (interval != null && (next == null || interval.compareTo(next) < 0)) {
                next = interval;
            }
            // First, so that the number is not older than the position.
            Outlet.Quiet quiet = outlet.quiet();
            long sent = outlet.sent();
            if (sender == null) {
                continue;
            }
            boolean through = entry.getValue().tells(quiet, sent);
            if (entry.getValue().tells(sent) || through) {
                draft.add(outlet.streamId(), sent, through ? quiet : null);
            }
            if (draft.size() == HeartbeatEnvelope.MAX_STREAMS) {
                sender.accept(draft.take());
            }
        }
        if (sender != null && draft.size() > 0) {
            sender.accept(draft.take());
        }
        return next;
    }
}
