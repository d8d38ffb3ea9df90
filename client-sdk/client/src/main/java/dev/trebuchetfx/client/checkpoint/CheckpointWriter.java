// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint.LastState;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A writer of one checkpoint as bytes, which {@link CheckpointReader} reads. */
final class CheckpointWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    private CheckpointWriter() {}

    static byte[] write(StoredCheckpoint checkpoint) {
        CheckpointWriter writer = new CheckpointWriter();
        try {
            writer.checkpoint(checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be written to", e);
        }
        return writer.bytes.toByteArray();
    }

    private void checkpoint(StoredCheckpoint checkpoint) throws IOException {
        key(checkpoint.key());
        StreamCheckpoint position = checkpoint.position();
        uuid(position.streamID());
        out.writeLong(position.lastSequence());
        optional(position.epoch());
        actor(position.actorID());
        text(position.targetIdentifier());
        instant(position.timestamp());
        out.writeBoolean(checkpoint.resumable());
        instant(checkpoint.savedAt());
        LastState state = checkpoint.lastState();
        out.writeBoolean(state != null);
        if (state != null) {
            instant(state.serverTime());
            bytes(state.json());
        }
        if (position.cursor() != null) {
            text(position.cursor());
        }
    }

    private void key(StreamKey key) throws IOException {
        text(key.scope());
        actor(key.actor());
        text(key.targetIdentifier());
        filter(key.filter());
        out.writeInt(key.arguments().size());
        for (Bytes argument : key.arguments()) {
            bytes(argument);
        }
    }

    private void filter(@Nullable StreamFilter filter) throws IOException {
        out.writeBoolean(filter != null);
        if (filter == null) {
            return;
        }
        text(filter.type().wireName());
        optional(filter.name());
        Map<String, String> parameters = filter.parameters();
        out.writeBoolean(parameters != null);
        if (parameters != null) {
            out.writeInt(parameters.size());
            for (var parameter : new TreeMap<>(parameters).entrySet()) {
                text(parameter.getKey());
                text(parameter.getValue());
            }
        }
    }

    private void actor(ActorId actor) throws IOException {
        text(actor.id());
        optional(actor.host());
        Integer port = actor.port();
        out.writeInt(port == null ? -1 : port);
    }

    private void uuid(UUID value) throws IOException {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private void instant(Instant value) throws IOException {
        out.writeLong(value.getEpochSecond());
        out.writeInt(value.getNano());
    }

    private void optional(@Nullable String value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            text(value);
        }
    }

    private void text(String value) throws IOException {
        bytes(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    private void bytes(Bytes value) throws IOException {
        out.writeInt(value.size());
        out.write(value.unsafeArray());
    }
}
