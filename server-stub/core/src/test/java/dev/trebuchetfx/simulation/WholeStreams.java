// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Streams of which the server has sent every number on the line that they are on, and of which that line has lost or delayed none. All of it is there or
 * will be within a moment, in whatever order, so that a client has nothing to ask for.
 */
final class WholeStreams {
    private final Map<UUID, Sent> streams = new HashMap<>();
    private final Set<SimulatedLine> injured = new HashSet<>();

    private record Sent(SimulatedLine line, long newest) {}

    /** This line has lost, doubled or delayed something. */
    void injured(SimulatedLine line) {
        injured.add(line);
    }

    /** The server sends this. */
    void sends(SimulatedLine line, Envelope envelope) {
        switch (envelope) {
            case StreamStartEnvelope start -> streams.put(start.streamID(), new Sent(line, 0));
            case StreamResumedEnvelope resumed -> {
                Long from = resumed.fromSequence();
                Long to = resumed.toSequence();
                if (resumed.outcome() == ResumeOutcome.REPLAYED && from != null) {
                    streams.put(resumed.streamID(), new Sent(line, from - 1));
                } else if (resumed.outcome() == ResumeOutcome.CURRENT && to != null) {
                    streams.put(resumed.streamID(), new Sent(line, to));
                } else {
                    streams.remove(resumed.streamID());
                }
            }
            case StreamDataEnvelope data -> {
                Long skipped = data.ext() == null ? null : data.ext().skipped();
                sends(line, data.streamID(), data.sequenceNumber(), skipped == null ? 0 : skipped);
            }
            case StreamErrorEnvelope error -> streams.remove(error.streamID());
            case HeartbeatEnvelope heartbeat ->
                heartbeat.streams().forEach((stream, newest) -> {
                    Sent sent = streams.get(stream);
                    if (sent != null && sent.line() == line && newest > sent.newest()) {
                        streams.remove(stream);
                    }
                });
            default -> {}
        }
    }

    private void sends(SimulatedLine line, UUID stream, long number, long skipped) {
        Sent sent = streams.get(stream);
        if (sent != null && sent.line() == line) {
            if (number - skipped - 1 > sent.newest()) {
                streams.remove(stream);
            } else {
                streams.put(stream, new Sent(line, Math.max(number, sent.newest())));
            }
        }
    }

    /** Returns whether a client on this line has nothing to ask for. */
    boolean isWhole(UUID stream, SimulatedLine line) {
        Sent sent = streams.get(stream);
        return sent != null && sent.line() == line && !injured.contains(line);
    }
}
