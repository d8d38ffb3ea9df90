// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
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

    /**
     * A state as it came.
     *
     * @param json the whole state
     * @param serverTime when the server sent it, by its clock
     */
    public record LastState(Bytes json, Instant serverTime) {}

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
