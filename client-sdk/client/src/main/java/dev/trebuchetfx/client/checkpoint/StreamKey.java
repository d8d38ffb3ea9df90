// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint belongs to: one logical stream, as the application asked for it.
 *
 * @param scope whose states these are: the server, and the user where several share a file. A state is never shown in another
 *     scope
 * @param actor by the name or id that was invoked
 * @param filter null where none was asked for
 * @param arguments of the method, each one JSON value
 */
public record StreamKey(
        String scope,
        ActorId actor,
        String targetIdentifier,
        @Nullable StreamFilter filter,
        List<Bytes> arguments) {
    public StreamKey {
        arguments = List.copyOf(arguments);
    }

    /** The method and the actor, for messages. */
    @Override
    public String toString() {
        return targetIdentifier + " of " + actor + " at " + scope;
    }
}
