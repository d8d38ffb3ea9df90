// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import org.jspecify.annotations.Nullable;

/** The rule that says which principal may do what. Other people's code: it may throw anything, and it may not return. */
@FunctionalInterface
public interface AccessRule {
    /**
     * Returns why a principal may not do what it asks for; empty for no reason given; null where it may.
     */
    @Nullable
    String refusal(Question question);

    /**
     * A question whether a principal may call a method, or observe what it streams.
     *
     * @param actor the name under which the actor is exposed, whatever the peer called it
     * @param method the method's name, without labels; the actor need not have it
     * @param observes whether it is to be observed: for an invocation that opens a stream, and for a resume
     */
    record Question(String principal, String actor, String method, boolean observes) {
        String refused(String why) {
            return "Not allowed: " + principal + " may not " + (observes ? "observe " : "call ") + method + " of "
                    + actor + (why.isBlank() ? "" : ": " + why);
        }
    }
}
