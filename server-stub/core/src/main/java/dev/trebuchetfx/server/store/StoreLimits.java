// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.nio.charset.StandardCharsets;

/** What the stores of this package keep. They refuse alike, so that what works in memory works in a file too. */
final class StoreLimits {
    /** 64 MiB: each version of the log and each reader holds it in memory. */
    static final int MAX_STATE_BYTES = 64 << 20;

    private StoreLimits() {}

    /**
     * Checks that a write can be stored as it is.
     *
     * @throws StateRefusedException if it can't
     */
    static void check(String actor, StateWrite write) {
        if (actor.length() > ActorStateStore.MAX_NAME_LENGTH || !isText(actor)) {
            throw new StateRefusedException("an actor's name must have at most " + ActorStateStore.MAX_NAME_LENGTH
                    + " characters, none of them NUL or half of a surrogate pair, but one of " + actor.length()
                    + " characters is not so; choose another name");
        }
        if (write.callKey() != null && !isText(write.callKey())) {
            throw new StateRefusedException(
                    "a call's key must have no NUL and no half of a surrogate pair, but one has; choose another key");
        }
        int size = Math.max(
                write.json().size(), write.patch() == null ? 0 : write.patch().size());
        if (size > MAX_STATE_BYTES) {
            throw new StateRefusedException("a state must have at most " + MAX_STATE_BYTES + " bytes, but that of the"
                    + " actor '" + actor + "' has " + size + "; divide it among several actors");
        }
    }

    /** Returns whether a text survives UTF-8 and C strings. */
    static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
