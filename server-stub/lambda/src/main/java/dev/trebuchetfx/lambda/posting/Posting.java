// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.posting;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.List;

/**
 * Messages for one connection.
 *
 * @param messages the messages, sent in this order, one after the other
 * @param isBehind whether the connection did not take earlier messages, so that nobody waits again until it does
 */
public record Posting(String connectionId, List<Bytes> messages, boolean isBehind) {
    public Posting {
        messages = List.copyOf(messages);
    }

    /** Makes the posting to a connection that has taken all so far. */
    public Posting(String connectionId, List<Bytes> messages) {
        this(connectionId, messages, false);
    }

    /** Returns how many bytes all messages have. */
    public long bytes() {
        return messages.stream().mapToLong(Bytes::size).sum();
    }
}
