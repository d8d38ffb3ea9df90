// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

/** A listener's place. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Removes the listener; a call under way may still end. More than once does no harm. */
    @Override
    void close();
}
