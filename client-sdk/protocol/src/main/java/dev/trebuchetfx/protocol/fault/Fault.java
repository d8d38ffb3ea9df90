// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A disturbance that a stub server or a proxy causes on demand. Immutable. */
public sealed interface Fault {
    /** The longest time in a fault: a day, since a fault is for a test. */
    Duration LONGEST = Duration.ofDays(1);

    /** Returns the only stream that the fault hits; null for all streams. */
    @Nullable
    UUID stream();

    /** Returns the name by which {@link FaultParser} knows the fault, such as {@code "cut"}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A fault that hits the next updates on their way to the clients. It does not hit updates of a replay. */
    sealed interface OfUpdates extends Fault {
        /** Returns the number of updates that are hit, 1 or more. */
        int updates();
    }

    /**
     * A fault that breaks connections without a closing handshake.
     *
     * @param keepOut the time for which the clients of these connections are refused afterwards, 0 to {@link #LONGEST}; zero to let them
     *     back at once
     * @param stream the only stream whose connection is hit; null for all connections
     */
    record Cut(Duration keepOut, @Nullable UUID stream) implements Fault {
        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code keepOut} is out of range
         */
        public Cut {
            checkTime("keepOut", keepOut, Duration.ZERO);
        }
    }

    /**
     * A fault that makes the server forget the buffers of streams, as if their time to live were over.
     *
     * @param stream the only stream that is hit; null for all
     */
    record Expire(@Nullable UUID stream) implements Fault {}

    /**
     * A fault that holds everything back for a while and then sends it in order.
     *
     * @param time the length of the pause, 1 ms to {@link #LONGEST}
     * @param stream the only stream whose connection is hit; null for all connections
     */
    record Pause(Duration time, @Nullable UUID stream) implements Fault {
        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code time} is out of range
         */
        public Pause {
            checkTime("time", time, Duration.ofMillis(1));
        }
    }

    /**
     * A fault that loses updates.
     *
     * @param updates the number of updates that are hit, 1 or more
     * @param stream the only stream that is hit; null for all
     */
    record Drop(int updates, @Nullable UUID stream) implements OfUpdates {
        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code updates} is out of range
         */
        public Drop {
            checkUpdates(updates);
        }
    }

    /**
     * A fault that delays each of some updates, and everything that is sent behind it.
     *
     * @param time the delay of each update, 1 ms to {@link #LONGEST}
     * @param updates the number of updates that are hit, 1 or more
     * @param stream the only stream that is hit; null for all
     */
    record Delay(Duration time, int updates, @Nullable UUID stream) implements OfUpdates {
        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code time} or {@code updates} is out of range
         */
        public Delay {
            checkTime("time", time, Duration.ofMillis(1));
            checkUpdates(updates);
        }
    }

    /**
     * A fault that sends updates twice.
     *
     * @param updates the number of updates that are hit, 1 or more
     * @param stream the only stream that is hit; null for all
     */
    record Duplicate(int updates, @Nullable UUID stream) implements OfUpdates {
        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code updates} is out of range
         */
        public Duplicate {
            checkUpdates(updates);
        }
    }

    /**
     * A fault that sends an update after the next one of its stream, or {@link #LONGEST_HOLD} later if no next one comes.
     *
     * @param updates the number of updates that are hit, 1 or more
     * @param stream the only stream that is hit; null for all
     */
    record Reorder(int updates, @Nullable UUID stream) implements OfUpdates {
        /** The longest time for which an update waits for the next one. */
        public static final Duration LONGEST_HOLD = Duration.ofSeconds(2);

        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code updates} is out of range
         */
        public Reorder {
            checkUpdates(updates);
        }
    }

    /**
     * A fault that sends updates as messages that can't be read.
     *
     * @param updates the number of updates that are hit, 1 or more
     * @param stream the only stream that is hit; null for all
     */
    record Corrupt(int updates, @Nullable UUID stream) implements OfUpdates {
        /**
         * Makes a fault.
         *
         * @throws IllegalArgumentException if {@code updates} is out of range
         */
        public Corrupt {
            checkUpdates(updates);
        }

        /** Returns the message with one byte in its middle changed, so that it is UTF-8 but can't be read. */
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
