// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.util.UUID;

/** Decides, before each live update leaves, how it passes. Replays are not asked about. Safe for use by any thread. */
@FunctionalInterface
public interface DeliveryGate {
    /** Returns how the next update of the stream passes. Each call stands for one update. */
    Passage pass(UUID streamId);
}
