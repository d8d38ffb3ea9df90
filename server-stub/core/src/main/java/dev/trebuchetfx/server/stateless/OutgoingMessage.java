// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stateless;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;

/**
 * A message for a peer.
 *
 * @param bytes the message as it travels, JSON in UTF-8
 */
public record OutgoingMessage(Envelope envelope, Bytes bytes) {}
