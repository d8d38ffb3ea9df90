// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import org.jspecify.annotations.Nullable;

/** A failure of the store. A write may have been stored or not: look for its {@code writeId} with {@link ActorStateStore#findWrite} to know. */
public final class StateStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
