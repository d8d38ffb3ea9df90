// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.protocol.envelope.ActorId;

/** Gives the beginnings of what peers have said: their words are kept for as long as they are judged, so that peers must not decide how long they are. */
public final class Beginnings {
    private static final int LONGEST = 256;

    private Beginnings() {}

    /** Returns the text if it is not long, otherwise its beginning and an ellipsis. */
    public static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // Half a character could not be written to a file.
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }

    /** Returns the identity with the beginnings of its name and host, if those are long. */
    static ActorId of(ActorId actor) {
        String host = actor.host();
        return new ActorId(of(actor.id()), host == null ? null : of(host), actor.port());
    }
}
