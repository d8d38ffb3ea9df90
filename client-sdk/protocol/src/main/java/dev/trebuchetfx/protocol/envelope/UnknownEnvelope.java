// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/**
 * A message of a type that this version does not know, whole and well-formed as JSON.
 *
 * @param raw the frame as it came, for the inspector
 */
public record UnknownEnvelope(String type, Bytes raw) implements Envelope {}
