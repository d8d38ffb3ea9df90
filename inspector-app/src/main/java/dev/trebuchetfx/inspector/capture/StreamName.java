// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.inspector.text.Texts;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One stream that events belong to: a server's stream, or a logical one that no server has started yet. Of long texts it has the beginnings,
 * since a log keeps the names of many streams, whatever peers call them.
 *
 * @param source which of a capture's sources it was seen by, from 0
 * @param logical the client's number of the logical stream, from 1; 0 where the source can't know it
 * @param streamID the server's id; null for a logical stream as such
 * @param actor as the application asked for it, or else as the server names it; null where it is not known
 * @param method null where it is not known
 * @param epoch null from a version 2 server, or where it is not known
 */
public record StreamName(
        int source,
        int logical,
        @Nullable UUID streamID,
        @Nullable String actor,
        @Nullable String method,
        @Nullable String epoch) {
    public StreamName {
        actor = shortened(actor);
        method = shortened(method);
        epoch = shortened(epoch);
    }

    static @Nullable String shortened(@Nullable String text) {
        return text == null ? null : Texts.shortened(text);
    }

    /** A logical stream as such. */
    public static StreamName logical(int source, int logical) {
        return new StreamName(source, logical, null, null, null, null);
    }

    /** A server's stream of which nothing else is known. */
    public static StreamName of(int source, UUID streamID) {
        return new StreamName(source, 0, streamID, null, null, null);
    }

    /** The same stream, with what {@code told} knows of it and this does not. What is known already stays. */
    StreamName with(StreamName told) {
        if ((logical != 0 || told.logical == 0)
                && (actor != null || told.actor == null)
                && (method != null || told.method == null)
                && (epoch != null || told.epoch == null)) {
            return this;
        }
        return new StreamName(
                source,
                logical == 0 ? told.logical : logical,
                streamID,
                actor == null ? told.actor : actor,
                method == null ? told.method : method,
                epoch == null ? told.epoch : epoch);
    }

    /** What makes it the same stream. */
    Object key() {
        return streamID == null ? new Logical(source, logical) : new Server(source, Objects.requireNonNull(streamID));
    }

    private record Logical(int source, int logical) {}

    private record Server(int source, UUID streamID) {}
}
