// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

/**
 * What a person noted about an event; a later one about the same event takes the place of an earlier.
 *
 * @param index of the event
 * @param text empty for none
 * @param marked whether the event stands out
 */
public record Comment(long index, String text, boolean marked) {}
