// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.TraceContext;
import dev.trebuchetfx.protocol.filter.StreamFilter;

/** A reader of the small objects within payloads. */
final class WireObjects {
    private WireObjects() {}

    static ActorId actorId(ValueReader in) throws WireException {
        WireFields fields = in.object(WireKeys.ACTOR_ID_SHAPE);
        return new ActorId(fields.require(WireKeys.ID), fields.optional(WireKeys.HOST), fields.optional(WireKeys.PORT));
    }

    static TraceContext traceContext(ValueReader in) throws WireException {
        WireFields fields = in.object(WireKeys.TRACE_CONTEXT_SHAPE);
        return new TraceContext(
                fields.require(WireKeys.TRACE_ID),
                fields.require(WireKeys.SPAN_ID),
                fields.optional(WireKeys.PARENT_SPAN_ID));
    }

    static StreamFilter filter(ValueReader in) throws WireException {
        WireFields fields = in.object(WireKeys.FILTER_SHAPE);
        return new StreamFilter(
                fields.requireWord(WireKeys.TYPE, WireWords.FILTER_TYPES),
                fields.optional(WireKeys.NAME),
                fields.optional(WireKeys.PARAMETERS));
    }
}
