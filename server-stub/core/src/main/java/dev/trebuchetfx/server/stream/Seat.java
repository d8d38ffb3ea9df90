// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place that a stream takes up among those of its connection: from the moment that it is asked for, before its actor has had a turn to
 * bind it, until it ends or loses the connection. Safe for use by any thread.
 */
final class Seat {
    private final AtomicReference<@Nullable Subscriber> taken = new AtomicReference<>();

    /** Takes a place at this connection, gives up that at another one, and returns null; or changes nothing and returns why there is none. */
    @Nullable
    String take(Subscriber target) {
        if (target.equals(taken.get())) {
            return null;
        }
        String full = target.reserveStream();
        if (full == null) {
            release(taken.getAndSet(target));
        }
        return full;
    }

    /** Gives up the place, if it has one. */
    void giveUp() {
        release(taken.getAndSet(null));
    }

    private static void release(@Nullable Subscriber seated) {
        if (seated != null) {
            seated.releaseStream();
        }
    }
}
