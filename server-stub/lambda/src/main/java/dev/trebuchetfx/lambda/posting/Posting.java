// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.posting;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.List;

/**
 * Messages for one connection.
 *
 * @param messages the messages, sent in this order, one after the other
 */
public record Posting(String connectionId, List<Bytes> messages) {
    public Posting {
        messages = List.copyOf(messages);
    }
}
