// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.server.stateless.OutgoingMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages as the gateway carries them. In place of one that is too large its receiver hears why it does not come.
 *
 * @param messages what is sent
 * @param ended the streams that end, since an update is too large
 */
record MessageFit(List<Bytes> messages, Set<UUID> ended) {
    /** The most bytes of a message, by the rules of API Gateway. */
    static final int MAX_BYTES = 128 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(MessageFit.class);

    static MessageFit of(List<OutgoingMessage> all, EnvelopeCodec codec) {
        List<Bytes> messages = new ArrayList<>();
        Set<UUID> ended = new HashSet<>();
        for (OutgoingMessage message : all) {
            if (message.envelope() instanceof StreamDataEnvelope update && ended.contains(update.streamID())) {
                continue;
            }
            if (message.bytes().size() <= MAX_BYTES) {
                messages.add(message.bytes());
                continue;
            }
            LOG.warn(
                    "A message of type {} has {} bytes, but the gateway carries at most {}",
                    message.envelope().type(),
                    message.bytes().size(),
                    MAX_BYTES);
            Envelope instead = instead(message);
            if (instead != null) {
                messages.add(codec.encode(instead));
                if (instead instanceof StreamErrorEnvelope error) {
                    ended.add(error.streamID());
                }
            }
        }
        return new MessageFit(messages, ended);
    }

    private static @Nullable Envelope instead(OutgoingMessage message) {
        int bytes = message.bytes().size();
        return switch (message.envelope()) {
            case StreamDataEnvelope update ->
                new StreamErrorEnvelope(
                        update.streamID(),
                        "Stream error: the update has " + bytes
                                + " bytes as a message, but API Gateway carries at most "
                                + MAX_BYTES
                                + ", which is about 96 kB of state, or 72 kB where changes travel as deltas; observe a part of it by the filter 'fields', or divide the actor");
            case ResponseEnvelope response ->
                new ResponseEnvelope(
                        response.callID(),
                        null,
                        "the call is done, but its result has " + bytes
                                + " bytes as a message, and API Gateway carries at most " + MAX_BYTES
                                + "; return less, and observe the state");
            // Nothing else grows with what an actor has.
            default -> null;
        };
    }
}
