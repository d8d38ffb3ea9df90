// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When the connections of a log began and ended. Confined to one thread. */
final class ConnectionSpans {
    private static final long OPEN = Long.MAX_VALUE;

    private final Map<Integer, Life> lives = new LinkedHashMap<>();
    private @Nullable Life last;
    private long newest;

    /** One connection. */
    static final class Life {
        final int number;
        final long from;
        final @Nullable ConnectionName name;
        long to = OPEN;
        long lastSeen;
        boolean endTold;

        Life(int number, long from, @Nullable ConnectionName name) {
            this.number = number;
            this.from = from;
            this.name = name;
            this.lastSeen = from;
        }
    }

    /** Takes the next event into account; returns its connection where messages can flow on it, or null. */
    @Nullable
    Life read(LogCursor event) {
        newest = Math.max(newest, event.time());
        int number = event.connectionNumber();
        if (number == 0) {
            return null;
        }
        Life life = last != null && last.number == number ? last : lives.get(number);
        EventKind kind = event.kind();
        if (kind == EventKind.CONNECTION) {
            ConnectionState state =
                    event.notice() instanceof TapEvent.ConnectionChanged changed ? changed.state() : null;
            boolean connected = state instanceof ConnectionState.Connected;
            boolean connecting = state instanceof ConnectionState.Connecting;
            if (!connected && !connecting && life != null) {
                end(life, event.time());
            }
            return connected && life == null ? begin(number, event) : null;
        }
        if (!kind.isFrame()) {
            return life;
        }
        if (life == null) {
            life = begin(number, event);
        }
        life.lastSeen = event.time();
        last = life;
        if (kind == EventKind.CLOSE) {
            end(life, event.time());
        }
        return life;
    }

    private Life begin(int number, LogCursor event) {
        Life life = new Life(number, event.time(), event.connection());
        lives.put(number, life);
        return life;
    }

    private static void end(Life life, long time) {
        if (!life.endTold) {
            life.to = time;
            life.endTold = true;
        }
    }

    /** Ends what went quiet before another of its side began, and, at the end of the log, what is still open. */
    void settle() {
        List<Life> all = new ArrayList<>(lives.values());
        boolean anyTold = all.stream().anyMatch(life -> life.endTold);
        for (Life life : all) {
            boolean followed = all.stream().anyMatch(other -> other.from > life.lastSeen && isSameSide(other, life));
            if (!life.endTold && followed && !anyTold) {
                life.to = life.lastSeen;
            } else if (!life.endTold) {
                life.to = newest;
            }
        }
    }

    private static boolean isSameSide(Life one, Life other) {
        return (one.name == null ? 0 : one.name.source()) == (other.name == null ? 0 : other.name.source());
    }

    /** In the order in which they began. Asked after {@link #settle}. */
    List<Life> all() {
        return List.copyOf(lives.values());
    }

    long newest() {
        return newest;
    }
}
