// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of one logical stream: the position that its subscriber has reached, and the state that was shown there.
 *
 * @param key the stream that the checkpoint belongs to
 * @param position the position of the newest update that the subscriber has taken
 * @param resumable true if the server may still know the stream; otherwise the state alone is of use
 * @param lastState the state; null where it was too large to keep
 * @param savedAt the time at which the position was last known to be good, by the client's clock
 */
public record StoredCheckpoint(
        StreamKey key,
        StreamCheckpoint position,
        boolean resumable,
        @Nullable LastState lastState,
        Instant savedAt) {

    /** A state as it was shown, with the server's time of it. Two are equal if their JSON and times are. Safe for use by any thread. */
    public static final class LastState {
        private final Supplier<Bytes> json;
        private final int size;
        private final Instant serverTime;

        /**
         * Creates a state from its JSON.
         *
         * @param json the whole state
         * @param serverTime the time at which the server numbered the update, by its clock
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
         * Returns a state whose JSON is made only when somebody asks for it, as when the checkpoint is written.
         *
         * @param json a supplier that returns the same JSON each time, on any thread
         * @param size the approximate size of the JSON in bytes
         */
        public static LastState lazily(Supplier<Bytes> json, int size, Instant serverTime) {
            return new LastState(json, size, serverTime);
        }

        /** Returns the whole state. */
        public Bytes json() {
            return json.get();
        }

        /** Returns the approximate size of {@link #json} in bytes. */
        public int size() {
            return size;
        }

        /** Returns the time at which the server numbered the update, by its clock. */
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

    /** Returns this checkpoint without its state. */
    public StoredCheckpoint withoutState() {
        return new StoredCheckpoint(key, position, resumable, null, savedAt);
    }

    /** Returns this checkpoint for a stream that the server no longer has. */
    public StoredCheckpoint notResumable() {
        return new StoredCheckpoint(key, position, false, lastState, savedAt);
    }

    /** Returns this checkpoint with a position that is known to be good at {@code now}. */
    public StoredCheckpoint goodAt(Instant now) {
        return new StoredCheckpoint(key, position, resumable, lastState, now);
    }

    /** Returns whether a client may resume from it: the stream may still be there, and the checkpoint is no older than {@code maxAge}. */
    public boolean isResumableAt(Instant now, Duration maxAge) {
        // An age is negative where the clock was set back; it is trusted as little as one of the same length.
        return resumable && Duration.between(savedAt, now).abs().compareTo(maxAge) <= 0;
    }
}
