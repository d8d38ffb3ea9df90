// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.UUID;

/** Messages and events in few words, for a trace. */
final class Describe {
    private Describe() {}

    static String envelope(Envelope envelope) {
        return switch (envelope) {
            case InvocationEnvelope i ->
                "invokes " + i.targetIdentifier() + " of " + i.actorID().id() + " as call " + id(i.callID());
            case StreamStartEnvelope s -> "starts stream " + id(s.streamID()) + " for call " + id(s.callID());
            case StreamDataEnvelope d ->
                "sends " + id(d.streamID()) + " #" + d.sequenceNumber() + " " + d.data()
                        + (d.ext() == null ? "" : " " + d.ext());
            case StreamEndEnvelope e -> "ends stream " + id(e.streamID()) + ": " + e.reason();
            case StreamErrorEnvelope e -> "breaks stream " + id(e.streamID()) + ": " + e.errorMessage();
            case StreamResumeEnvelope r -> {
                var ext = r.ext();
                yield "resumes " + id(r.streamID()) + " after #" + r.lastSequence()
                        + (ext == null
                                ? ""
                                : " as call " + id(ext.callID()) + (ext.full() ? ", wants the full state" : ""));
            }
            case StreamResumedEnvelope r ->
                "answers the resume of " + id(r.streamID()) + " (call " + id(r.callID()) + "): " + r.outcome() + " "
                        + r.reason() + " " + r.fromSequence() + ".." + r.toSequence() + ", newest "
                        + r.newestBuffered();
            default -> envelope.toString();
        };
    }

    static String event(StreamEvent<Versioned> event) {
        return switch (event) {
            case StreamEvent.Update<Versioned> u ->
                "shows " + id(u.streamID()) + " #" + u.sequence() + " " + u.kind() + " version "
                        + u.value().version() + (u.conflated() == 0 ? "" : " for " + u.conflated() + " more");
            case StreamEvent.Started<Versioned> s ->
                "begins with stream " + id(s.streamID()) + " after " + s.resumedFrom();
            case StreamEvent.Gap<Versioned>(var gap) ->
                "reports a gap in " + id(gap.streamID()) + " " + gap.fromSequence() + ".." + gap.toSequence() + " "
                        + gap.cause() + (gap.healed() ? ", healed" : "");
            case StreamEvent.FreshnessChanged<Versioned>(var freshness, var why) -> "is " + freshness + ": " + why;
            case StreamEvent.Resumed<Versioned>(var report) ->
                "resumed " + id(report.streamID()) + " at " + report.lastSequence() + ": " + report.outcome() + " "
                        + report.reason() + ", lost " + report.lost();
            default -> event.toString();
        };
    }

    /** Enough of an id to tell it from others in one trace. */
    static String id(UUID id) {
        return id.toString().substring(0, 8);
    }
}
