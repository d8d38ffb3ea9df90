// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * A message for a peer.
 *
 * @param bytes the message as it travels, JSON in UTF-8
 * @param data the encoding of the data in an update, which the updates of other streams may share; null for any other message
 */
public record OutgoingMessage(
        Envelope envelope, Bytes bytes, @Nullable EncodedData data) {}
