// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one capture holds of one of the server's streams. Confined to the track that owns it. */
final class StreamRun {
    final UUID id;
    final @Nullable String epoch;
    /** By number, unsigned. */
    final NavigableMap<Long, UpdatePlace> updates = new TreeMap<>(Long::compareUnsigned);
    /** Whether its beginning was captured. */
    boolean begun;

    StreamRun(UUID id, @Nullable String epoch) {
        this.id = id;
        this.epoch = epoch;
    }
}
