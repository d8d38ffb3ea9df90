// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.call;

import dev.trebuchetfx.protocol.envelope.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of a call in a distributed trace, where the application has OpenTelemetry's API. */
public final class CallTrace {
    private static final Logger LOG = LoggerFactory.getLogger(CallTrace.class);

    private static final boolean IS_PRESENT = isPresent();

    private CallTrace() {}

    /**
     * Returns the context of a call by the calling thread: a new span below the thread's current one, in its trace. Null where there is none.
     *
     * @param key the id of the call, of which the span's id is made
     */
    public static @Nullable TraceContext current(UUID key) {
        try {
            return IS_PRESENT ? Spans.current(key) : null;
        } catch (RuntimeException | LinkageError e) {
            // The application's tracing must not keep a call from being made.
            LOG.debug("The call {} has no trace, since the current span could not be asked", key, e);
            return null;
        }
    }

    private static boolean isPresent() {
        try {
            return SpanContext.getInvalid() != null;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** A class of its own, which is loaded only where the API is there. */
    private static final class Spans {
        private Spans() {}

        static @Nullable TraceContext current(UUID key) {
            SpanContext parent = Span.current().getSpanContext();
            if (!parent.isValid()) {
                return null;
            }
            ByteBuffer trace = ByteBuffer.wrap(parent.getTraceIdBytes());
            long parentSpan = ByteBuffer.wrap(parent.getSpanIdBytes()).getLong();
            // A span has 8 bytes, and the protocol's ids have 16.
            return new TraceContext(
                    new UUID(trace.getLong(), trace.getLong()),
                    new UUID(0, key.getLeastSignificantBits()),
                    new UUID(0, parentSpan));
        }
    }
}
