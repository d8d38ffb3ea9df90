// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import org.jspecify.annotations.Nullable;

/**
 * A memory in a part of a tree for an object that was made of the part, so that the object need not be made again while the part stays the
 * same.
 *
 * <p>Used by one thread at a time for all trees that share parts: the one that decodes them.
 */
public interface Memory {
    /** Returns the object that {@code maker}, compared by identity, made of this part; null if it is not known. */
    @Nullable
    Object recall(Object maker);

    /** Keeps the object that {@code maker} made of this part, in place of the one that was kept before. */
    void remember(Object maker, @Nullable Object made);
}
