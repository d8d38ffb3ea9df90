// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.event;

/** The place of a listener or tap, until it is closed. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Removes the listener or tap; a call that is under way may still end. More than once does no harm. */
    @Override
    void close();
}
