// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.fault.Fault;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asked before each live update leaves, so that a fault can hit it. Safe for use by any thread. */
@FunctionalInterface
public interface DeliveryGate {
    /** The fault that hits the next update of the stream; null for none. */
    Fault.@Nullable OfUpdates take(UUID streamId);
}
