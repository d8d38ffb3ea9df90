// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/**
 * A message of a type that this version does not know. It is well-formed JSON and is kept whole, so that the inspector can show it.
 *
 * @param type the value of the key {@code type}
 * @param raw the message as it came
 */
public record UnknownEnvelope(String type, Bytes raw) implements Envelope {}
