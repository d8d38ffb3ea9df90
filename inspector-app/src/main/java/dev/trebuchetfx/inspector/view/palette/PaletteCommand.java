// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.palette;

/**
 * One action.
 *
 * @param name what it does
 * @param key the key that does it, too
 */
public record PaletteCommand(String name, String key, Runnable action) {}
