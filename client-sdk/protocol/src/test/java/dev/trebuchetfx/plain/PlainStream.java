// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stream of the server double: bound for ever to the connection that it began on, whether that lives or not, with a buffer
 * that nothing but its age and length empties. Guarded by the server's lock.
 */
final class PlainStream {
    private final UUID id = UUID.randomUUID();
    private final PlainActor actor;
    private final PlainConnection connection;
    private final List<String> arguments;
    private final SwiftFilter filter;
    private final int bufferSize;
    private final Deque<ObjectNode> buffer = new ArrayDeque<>();
    private Duration lastActivity;
    private long sequence;

    PlainStream(
            PlainActor actor,
            PlainConnection connection,
            @Nullable JsonNode filter,
            List<String> arguments,
            int bufferSize,
            Duration now) {
        this.actor = actor;
        this.connection = connection;
        this.filter = new SwiftFilter(filter);
        this.arguments = arguments;
        this.bufferSize = bufferSize;
        this.lastActivity = now;
    }

    UUID id() {
        return id;
    }

    PlainActor actor() {
        return actor;
    }

    boolean isBoundToLivingConnection() {
        return connection.isOpen();
    }

    /** Sends the actor's state, if it passes. */
    void offer(Duration now) {
        if (!filter.passes(actor.seenWith(arguments))) {
            return;
        }
        ObjectNode data = PlainJson.object();
        data.put("streamID", PlainJson.id(id));
        data.put("sequenceNumber", ++sequence);
        data.put("data", PlainJson.base64(actor.content(arguments, sequence == 1)));
        data.put("timestamp", PlainJson.now());
        buffer.add(data);
        if (buffer.size() > bufferSize) {
            buffer.remove();
        }
        lastActivity = now;
        if (!actor.losesIt()) {
            connection.send("streamData", data);
        }
    }

    /** What is buffered after a number, unless the buffer is too old. */
    List<ObjectNode> after(long last, Duration now, Duration timeToLive) {
        if (now.minus(lastActivity).compareTo(timeToLive) > 0) {
            return List.of();
        }
        return buffer.stream()
                .filter(data -> Long.compareUnsigned(data.path("sequenceNumber").longValue(), last) > 0)
                .toList();
    }
}
