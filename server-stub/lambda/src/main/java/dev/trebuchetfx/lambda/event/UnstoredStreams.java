// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.server.stateless.OutgoingMessage;
import dev.trebuchetfx.server.stream.SavedStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Streams of states that are not stored, which no other container could go on with: they are refused. */
final class UnstoredStreams {
    private static final String WHY =
            "Stream setup error: at a function only a state that is stored can be observed, but this one is"
                    + " kept in memory alone; make the actor a StatefulActor and return its persistent state, or a view of it";

    private UnstoredStreams() {}

    /** Returns the messages, with a refusal in place of the updates of streams that have begun and can't be kept. */
    static List<OutgoingMessage> refused(List<OutgoingMessage> messages, List<SavedStream> kept, EnvelopeCodec codec) {
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
        if (lost.isEmpty()) {
            return messages;
        }
        List<OutgoingMessage> changed = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            Envelope envelope = message.envelope();
            if (envelope instanceof StreamDataEnvelope update && lost.contains(update.streamID())) {
                continue;
            }
            if (envelope instanceof HeartbeatEnvelope heartbeat
                    && lost.containsAll(heartbeat.streams().keySet())) {
                continue;
            }
            changed.add(message);
            if (envelope instanceof StreamStartEnvelope start && lost.contains(start.streamID())) {
                Envelope refusal = new StreamErrorEnvelope(start.streamID(), WHY);
                changed.add(new OutgoingMessage(refusal, codec.encode(refusal), null));
            }
        }
        return changed;
    }
}
