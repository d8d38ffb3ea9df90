// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an invocation stands in a distributed trace. */
public record TraceContext(
        UUID traceID, UUID spanID, @Nullable UUID parentSpanID) {}
