// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;

/** A call that failed, with a message meant for the peer that called. */
public final class ActorCallException extends Exception {
    private static final long serialVersionUID = 1L;

    public ActorCallException(String message) {
        super(message);
    }

    public ActorCallException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns what a peer is told of any failure: the message, or the kind where there is none. */
    public static String describe(Throwable failure) {
        String words = ForeignCode.describe(failure);
        return words.equals(failure.getClass().getName()) ? failure.getClass().getSimpleName() : words;
    }
}
