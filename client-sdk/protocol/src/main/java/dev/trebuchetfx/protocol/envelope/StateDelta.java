// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/**
 * The content of an update on a stream with deltas: a full state, or a delta that leads from the base to the next state.
 *
 * @param isFull true if {@code data} is the full state, false if it is a delta
 * @param data the JSON of the state or of the delta
 */
public record StateDelta(boolean isFull, Bytes data) {}
