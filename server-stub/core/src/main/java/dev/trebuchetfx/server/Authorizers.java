// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.server.Authorizer.Action;
import dev.trebuchetfx.server.Authorizer.Decision;
import dev.trebuchetfx.server.Authorizer.Request;
import dev.trebuchetfx.server.dispatch.AccessRule;
import org.jspecify.annotations.Nullable;

/** The authorizers of users in the form in which the dispatch asks them. */
public final class Authorizers {
    private Authorizers() {}

    /** Returns the rule that asks an authorizer. */
    @SuppressWarnings("exports") // For modules that are put together of parts of the server.
    public static AccessRule rule(Authorizer authorizer) {
        return question -> {
            // Other people's code may not keep to the annotations.
            @Nullable
            Decision decision = authorizer.decide(new Request(
                    question.principal(),
                    question.actor(),
                    question.method(),
                    question.observes() ? Action.OBSERVE : Action.CALL));
            return switch (decision) {
                case null -> "the server's authorizer answered null";
                case Decision.Allowed allowed -> null;
                case Decision.Refused refused -> refused.why();
            };
        };
    }
}
