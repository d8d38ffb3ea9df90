// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.envelope;

/**
 * The content of an update of a stream with deltas: a full state, or a change to the previous one.
 *
 * @param isFull whether {@code data} is the whole state
 * @param data JSON: the state, or the change
 */
public record StateDelta(boolean isFull, Bytes data) {}
