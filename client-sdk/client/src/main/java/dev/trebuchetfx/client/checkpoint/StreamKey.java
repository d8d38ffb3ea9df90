// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a checkpoint: one logical stream, as the application asked for it.
 *
 * @param scope the owner of the states: the server, and the user where several share a file. A state is never shown in another
 *     scope
 * @param actor the actor, by the name or id that was invoked
 * @param targetIdentifier the method that was invoked
 * @param filter the filter; null where none was asked for
 * @param arguments the arguments of the method, each one JSON value
 */
public record StreamKey(
        String scope,
        ActorId actor,
        String targetIdentifier,
        @Nullable StreamFilter filter,
        List<Bytes> arguments) {
    /**
     * The {@link #targetIdentifier} of a record that is no checkpoint of a stream, whose method begins with {@code observe}, but a call that waits to be sent. Its
     * one argument is the call's id.
     */
    public static final String CALL = "call";

    public StreamKey {
        arguments = List.copyOf(arguments);
    }

    /** Returns whether the record is a call that waits to be sent. */
    public boolean isOfCall() {
        return targetIdentifier.equals(CALL);
    }

    /** Returns the method and the actor, for messages. */
    @Override
    public String toString() {
        return targetIdentifier + " of " + actor + " at " + scope;
    }
}
