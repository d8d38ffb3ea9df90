// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The position of an invocation in a distributed trace.
 *
 * @param traceID the id of the trace
 * @param spanID the id of the invocation's span
 * @param parentSpanID the id of the span that contains it; null for the outermost
 */
public record TraceContext(
        UUID traceID, UUID spanID, @Nullable UUID parentSpanID) {}
