// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.util.UUID;

/** Asked before each live update leaves, so that a fault can lose it. Safe for use by any thread. */
@FunctionalInterface
public interface DeliveryGate {
    /** Whether this update of the stream is to be lost. */
    boolean withholds(UUID streamId);
}
