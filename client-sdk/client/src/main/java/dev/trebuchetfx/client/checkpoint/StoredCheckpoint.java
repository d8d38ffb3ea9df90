// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one logical stream: how far its subscriber has come, and the state that it was shown there.
 *
 * @param position of the newest update that the subscriber has taken
 * @param resumable whether the server may still know the stream; if not, the state alone is of use
 * @param lastState null where it was too large to keep
 * @param savedAt when the position was known to be good, by the client's clock
 */
public record StoredCheckpoint(
        StreamKey key,
        StreamCheckpoint position,
        boolean resumable,
        @Nullable LastState lastState,
        Instant savedAt) {

    /** A state as it was shown, and when the server sent it. Two are equal whose JSON and time are. Safe for use by any thread. */
    public static final class LastState {
        private final Supplier<Bytes> json;
        private final int size;
        private final Instant serverTime;

        /**
         * A state as it came.
         *
         * @param json the whole state
         * @param serverTime when the server sent it, by its clock
         */
        public LastState(Bytes json, Instant serverTime) {
            this(() -> json, json.size(), serverTime);
        }

        private LastState(Supplier<Bytes> json, int size, Instant serverTime) {
            this.json = json;
            this.size = size;
            this.serverTime = serverTime;
        }

        /**
         * A state of which the JSON is made when it is asked for: not for each update, but for those that are written.
         *
         * @param json gives the same each time, by any thread
         * @param size about how many bytes that are
         */
        public static LastState lazily(Supplier<Bytes> json, int size, Instant serverTime) {
            return new LastState(json, size, serverTime);
        }

        /** The whole state. */
        public Bytes json() {
            return json.get();
        }

        /** About how many bytes {@link #json} has. */
        public int size() {
            return size;
        }

        /** When the server sent it, by its clock. */
        public Instant serverTime() {
            return serverTime;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof LastState that && serverTime.equals(that.serverTime) && json().equals(that.json());
        }

        @Override
        public int hashCode() {
            return serverTime.hashCode();
        }

        @Override
        public String toString() {
            return "LastState[about " + size + " bytes of " + serverTime + "]";
        }
    }

    /** The same without the state. */
    public StoredCheckpoint withoutState() {
        return new StoredCheckpoint(key, position, resumable, null, savedAt);
    }

    /** The same, for a stream that the server no longer has. */
    public StoredCheckpoint notResumable() {
        return new StoredCheckpoint(key, position, false, lastState, savedAt);
    }

    /** The same, known to be good now. */
    public StoredCheckpoint goodAt(Instant now) {
        return new StoredCheckpoint(key, position, resumable, lastState, now);
    }

    /** Whether it may be resumed from: the stream may still be there, and it is no older than {@code maxAge}. */
    public boolean isResumableAt(Instant now, Duration maxAge) {
        // A clock that was set back makes an age negative: as little to be trusted as one that is too old.
        return resumable && Duration.between(savedAt, now).abs().compareTo(maxAge) <= 0;
    }
}
