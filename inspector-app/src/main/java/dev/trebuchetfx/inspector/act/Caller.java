// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

/** Speaks to a server over connections of its own, so that what is watched is not disturbed. Safe for use by any thread. */
public interface Caller extends AutoCloseable {

    /** One call; completed on any thread. */
    CompletableFuture<JsonNode> call(String actor, String method, List<RawValue> arguments);

    /**
     * Opens a stream on a connection of its own.
     *
     * @param filter null for none
     * @param told hears in words what the client is told, on any thread
     */
    Probe open(String actor, String method, @Nullable StreamFilter filter, Consumer<String> told);

    /** Closes every connection. */
    @Override
    void close();

    /** A stream that was opened from the inspector. Safe for use by any thread. */
    interface Probe extends AutoCloseable {
        /**
         * Drops the connection and resumes this stream over another, as if nothing after {@code sequence} had come.
         *
         * @throws IllegalStateException if the stream has not started yet
         */
        void resumeAfter(long sequence);

        @Override
        void close();
    }
}
