// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong on request, at a server or in a proxy. */
public sealed interface Fault {
    /** A day: a fault is for a test, not for ever. */
    Duration LONGEST = Duration.ofDays(1);

    /** The stream that it is narrowed to; null for all. */
    @Nullable
    UUID stream();

    /** The name by which {@link FaultParser} knows it, such as {@code "cut"}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Hits the next updates on their way to the clients; what a server sends again as a replay is not touched. */
    sealed interface OfUpdates extends Fault {
        /** How many are hit, at least 1. */
        int updates();
    }

    /** Connections break without a closing handshake. Longer than zero, {@code keepOut} says how long these clients stay refused. */
    record Cut(Duration keepOut, @Nullable UUID stream) implements Fault {
        public Cut {
            checkTime("keepOut", keepOut, Duration.ZERO);
        }
    }

    /** Buffers are forgotten, as if their time had passed. */
    record Expire(@Nullable UUID stream) implements Fault {}

    /** Nothing is sent for a while; then all of it, in order. */
    record Pause(Duration time, @Nullable UUID stream) implements Fault {
        public Pause {
            checkTime("time", time, Duration.ofMillis(1));
        }
    }

    /** Updates are lost. */
    record Drop(int updates, @Nullable UUID stream) implements OfUpdates {
        public Drop {
            checkUpdates(updates);
        }
    }

    /** Each update comes {@code time} later, and what follows it on its way waits behind it. */
    record Delay(Duration time, int updates, @Nullable UUID stream) implements OfUpdates {
        public Delay {
            checkTime("time", time, Duration.ofMillis(1));
            checkUpdates(updates);
        }
    }

    /** Updates come twice. */
    record Duplicate(int updates, @Nullable UUID stream) implements OfUpdates {
        public Duplicate {
            checkUpdates(updates);
        }
    }

    /** An update comes after the next one of its stream, or {@link #LONGEST_HOLD} later where none comes. */
    record Reorder(int updates, @Nullable UUID stream) implements OfUpdates {
        /** How long an update waits for the next one, behind which it is meant to come. */
        public static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

        public Reorder {
            checkUpdates(updates);
        }
    }

    /** Updates come as messages that can't be read. */
    record Corrupt(int updates, @Nullable UUID stream) implements OfUpdates {
        public Corrupt {
            checkUpdates(updates);
        }

        /** The message with one character in its middle changed, so that it is no JSON any more but still UTF-8. */
        public static Bytes spoil(Bytes message) {
            byte[] bytes = message.toByteArray();
            int at = bytes.length / 2;
            while (at > 0 && bytes[at] < 0) {
                at--;
            }
            if (bytes.length > 0) {
                bytes[at] = '\n';
            }
            return Bytes.wrap(bytes);
        }
    }

    private static void checkUpdates(int updates) {
        if (updates < 1) {
            throw new IllegalArgumentException("n must be at least 1 but was " + updates);
        }
    }

    private static void checkTime(String name, Duration time, Duration least) {
        if (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from " + least.toMillis() + " ms to a day but was " + time);
        }
    }
}
