package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.filter.StreamFilter;
import dev.trebuchetfx.client.wire.ActorId;
import dev.trebuchetfx.client.wire.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an application observes. */
public record StreamRequest(
        ActorId actor, String targetIdentifier, List<Bytes> arguments, @Nullable StreamFilter filter) {
    public StreamRequest {
        arguments = List.copyOf(arguments);
    }

    /** Whether a version 2 server would lose part of it in a restart of its own. */
    boolean hasFilterOrArguments() {
        return filter != null || !arguments.isEmpty();
    }
}
