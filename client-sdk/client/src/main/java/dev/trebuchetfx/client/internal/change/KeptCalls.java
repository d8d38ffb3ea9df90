// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.change;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint.LastState;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form in which a call is kept in a checkpoint store, beside the checkpoints of streams: a record whose key names no stream, with the call's id as its argument.
 */
final class KeptCalls {
    private static final Logger LOG = LoggerFactory.getLogger(KeptCalls.class);
    private static final JsonMapper JSON = new JsonMapper();

    private KeptCalls() {}

    /**
     * A call that an earlier run has left.
     *
     * @param sentAt the time at which it may have been sent first; null if it never was
     * @param stored true if the actor was known to be stored
     */
    record Kept(
            ChangePort.Outgoing call,
            boolean idempotent,
            Instant since,
            long order,
            @Nullable Instant sentAt,
            boolean stored) {}

    /** Returns the key of a call's record. */
    static StreamKey key(String scope, ActorId actor, UUID call) {
        return new StreamKey(scope, actor, StreamKey.CALL, null, List.of(Bytes.utf8("\"" + call + "\"")));
    }

    static StoredCheckpoint record(String scope, ActorId actor, Kept kept) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode arguments = json.putArray("arguments");
        for (Bytes argument : kept.call().arguments()) {
            arguments.add(Base64.getEncoder().encodeToString(argument.toByteArray()));
        }
        json.put("idempotent", kept.idempotent());
        json.put("stored", kept.stored());
        if (kept.sentAt() != null) {
            json.put("sentAt", kept.sentAt().toString());
        }
        return new StoredCheckpoint(
                key(scope, actor, kept.call().key()),
                new StreamCheckpoint(
                        kept.call().key(),
                        kept.order(),
                        null,
                        actor,
                        kept.call().targetIdentifier(),
                        kept.since()),
                false,
                new LastState(Bytes.wrap(JSON.writeValueAsBytes(json)), kept.since()),
                kept.since());
    }

    /** Returns the calls of records, in their order. One that can't be read is left out, and logged. */
    static List<Kept> read(Collection<StoredCheckpoint> records) {
        List<Kept> found = new ArrayList<>();
        for (StoredCheckpoint each : records) {
            try {
                found.add(read(each));
            } catch (RuntimeException e) {
                LOG.warn(
                        "A kept call of {} can't be read and is not sent: {}",
                        each.key().actor(),
                        e.toString());
            }
        }
        found.sort(Comparator.comparingLong(Kept::order));
        return found;
    }

    private static Kept read(StoredCheckpoint kept) {
        LastState state = kept.lastState();
        if (state == null) {
            throw new IllegalArgumentException("expected the arguments but there are none: the record was too large");
        }
        JsonNode json = JSON.readTree(state.json().toByteArray());
        List<Bytes> arguments = new ArrayList<>();
        for (JsonNode argument : json.path("arguments")) {
            arguments.add(Bytes.wrap(Base64.getDecoder().decode(argument.asString())));
        }
        StreamCheckpoint position = kept.position();
        return new Kept(
                new ChangePort.Outgoing(position.streamID(), position.targetIdentifier(), arguments),
                json.path("idempotent").asBoolean(false),
                position.timestamp(),
                position.lastSequence(),
                json.hasNonNull("sentAt") ? Instant.parse(json.path("sentAt").asString()) : null,
                json.path("stored").asBoolean(false));
    }
}
