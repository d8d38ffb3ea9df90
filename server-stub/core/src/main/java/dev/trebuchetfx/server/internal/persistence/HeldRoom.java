// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.server.store.StateStoreException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room for the states that actors hold while they are in use. Any client can use many actors at once, and an actor needs several times
 * the memory of its JSON. Safe for use by any thread.
 */
final class HeldRoom {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** @param most the most bytes of JSON that all states have together before no further one is taken in */
    HeldRoom(long most) {
        this.most = most;
    }

    /** Returns whether there is room for so many bytes more. */
    boolean has(long bytes) {
        return taken.get() + bytes <= most;
    }

    /** Takes up room for a state that is taken in, or throws the error for whoever asked for it. */
    void takeIn(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            throw full();
        }
    }

    /** Notes that what is held has grown or shrunk. */
    void change(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Returns the error for whoever needs more room than there is. */
    StateStoreException full() {
        return new StateStoreException(
                "the states of the actors that are in use may have " + most
                        + " bytes together at this server, and there is no room for another; try again later",
                null);
    }
}
