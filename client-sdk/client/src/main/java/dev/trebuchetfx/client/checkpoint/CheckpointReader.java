// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint.LastState;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reader of one checkpoint from bytes. It trusts no length: bytes that do not add up lead to an {@link IllegalArgumentException} or
 * an exception of the buffer.
 */
final class CheckpointReader {
    private final ByteBuffer in;

    private CheckpointReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Reads a checkpoint that takes the whole of {@code bytes}.
     *
     * @throws RuntimeException where they are no checkpoint
     */
    static StoredCheckpoint read(ByteBuffer bytes) {
        CheckpointReader reader = new CheckpointReader(bytes);
        StoredCheckpoint checkpoint = reader.checkpoint();
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes too many");
        }
        return checkpoint;
    }

    private StoredCheckpoint checkpoint() {
        StreamKey key = key();
        var position = new StreamCheckpoint(uuid(), in.getLong(), optional(), actor(), text(), instant());
        boolean resumable = flag();
        Instant savedAt = instant();
        LastState state = null;
        if (flag()) {
            Instant serverTime = instant();
            state = new LastState(bytes(), serverTime);
        }
        if (in.hasRemaining()) {
            position = position.withCursor(text());
        }
        return new StoredCheckpoint(key, position, resumable, state, savedAt);
    }

    private StreamKey key() {
        return new StreamKey(text(), actor(), text(), filter(), arguments());
    }

    private List<Bytes> arguments() {
        int count = in.getInt();
        List<Bytes> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(bytes());
        }
        return arguments;
    }

    private @Nullable StreamFilter filter() {
        if (!flag()) {
            return null;
        }
        StreamFilter.Type type = type(text());
        String name = optional();
        Map<String, String> parameters = null;
        if (flag()) {
            parameters = new LinkedHashMap<>();
            int count = in.getInt();
            for (int i = 0; i < count; i++) {
                parameters.put(text(), text());
            }
        }
        return new StreamFilter(type, name, parameters);
    }

    private static StreamFilter.Type type(String word) {
        for (StreamFilter.Type type : StreamFilter.Type.values()) {
            if (type.wireName().equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no type of filter: " + word);
    }

    private ActorId actor() {
        String id = text();
        String host = optional();
        int port = in.getInt();
        return new ActorId(id, host, port == -1 ? null : port);
    }

    private UUID uuid() {
        return new UUID(in.getLong(), in.getLong());
    }

    private Instant instant() {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    private boolean flag() {
        byte value = in.get();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("a flag was " + value);
        }
        return value == 1;
    }

    private @Nullable String optional() {
        return flag() ? text() : null;
    }

    private String text() {
        return bytes().utf8();
    }

    private Bytes bytes() {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a length was " + length + " with " + in.remaining() + " bytes left");
        }
        byte[] value = new byte[length];
        in.get(value);
        return Bytes.wrap(value);
    }
}
