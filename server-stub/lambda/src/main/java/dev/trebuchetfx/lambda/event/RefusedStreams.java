// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.server.stateless.OutgoingMessage;
import dev.trebuchetfx.server.stream.SavedStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Streams that have begun in an event and are refused nevertheless: no other container could go on with them, or there are too many. */
final class RefusedStreams {
    private static final String UNSTORED =
            "Stream setup error: at a function only a state that is stored can be observed, but this one is"
                    + " kept in memory alone; make the actor a StatefulActor and return its persistent state, or a view of it";

    private RefusedStreams() {}

    /** Returns the messages, with a refusal in place of the updates of streams that have begun and can't be kept. */
    static List<OutgoingMessage> unstored(List<OutgoingMessage> messages, List<SavedStream> kept, EnvelopeCodec codec) {
        Set<UUID> lost = messages.stream()
                .map(OutgoingMessage::envelope)
                .filter(StreamStartEnvelope.class::isInstance)
                .map(start -> ((StreamStartEnvelope) start).streamID())
                .collect(Collectors.toCollection(HashSet::new));
        kept.forEach(stream -> lost.remove(stream.resume().streamID()));
        messages.forEach(message -> {
            if (message.envelope() instanceof StreamErrorEnvelope told) {
                lost.remove(told.streamID());
            }
        });
        return lost.isEmpty() ? messages : without(lost, messages, UNSTORED, codec);
    }

    /** Returns the messages, with a refusal in place of all updates, since their connection has as many streams as it may have. */
    static List<OutgoingMessage> tooMany(
            List<OutgoingMessage> messages, List<SavedStream> begun, int most, EnvelopeCodec codec) {
        Set<UUID> ids = begun.stream().map(stream -> stream.resume().streamID()).collect(Collectors.toSet());
        return without(
                ids,
                messages,
                "Stream setup error: this connection has " + most + " streams, which is the limit",
                codec);
    }

    private static List<OutgoingMessage> without(
            Set<UUID> lost, List<OutgoingMessage> messages, String why, EnvelopeCodec codec) {
        List<OutgoingMessage> changed = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            Envelope envelope = message.envelope();
            UUID begun = null;
            switch (envelope) {
                case StreamDataEnvelope update
                when lost.contains(update.streamID()) -> {
                    continue;
                }
                case HeartbeatEnvelope heartbeat
                when lost.containsAll(heartbeat.streams().keySet()) -> {
                    continue;
                }
                case StreamStartEnvelope start when lost.contains(start.streamID()) -> begun = start.streamID();
                case StreamResumedEnvelope resumed when lost.contains(resumed.streamID()) -> begun = resumed.streamID();
                default -> {
                    // It has nothing to do with them.
                }
            }
            changed.add(message);
            if (begun != null) {
                Envelope refusal = new StreamErrorEnvelope(begun, why);
                changed.add(new OutgoingMessage(refusal, codec.encode(refusal), null));
            }
        }
        return changed;
    }
}
