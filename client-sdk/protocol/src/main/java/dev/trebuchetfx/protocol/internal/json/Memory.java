// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import org.jspecify.annotations.Nullable;

/**
 * What was made of a part of a tree, so that it need not be made again while the part is the same.
 *
 * <p>Owned by whoever decodes the tree: one thread at a time for all trees that share parts.
 */
public interface Memory {
    /** What was made of it by {@code maker}, compared by identity; null where that is not known. */
    @Nullable
    Object recall(Object maker);

    /** Keeps what {@code maker} has made, in place of what another has. */
    void remember(Object maker, @Nullable Object made);
}
