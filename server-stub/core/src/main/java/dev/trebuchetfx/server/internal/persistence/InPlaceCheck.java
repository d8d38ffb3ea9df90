// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.persistence;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.JsonDiff;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import org.jspecify.annotations.Nullable;

/**
 * A check that an actor's code does not change a state in place, such as a list in it: what is changed so is shown before it is stored, and
 * may never be. It costs a JSON of the state before and after each step, so it is made only where assertions are enabled, as they are in tests.
 *
 * <p>Confined to the turns of the actor.
 */
final class InPlaceCheck {
    private static final boolean ON = InPlaceCheck.class.desiredAssertionStatus();
    private static final int SHOWN = 200;

    private final String actor;
    private final StateForm form;
    private @Nullable Object seen;
    private Bytes json = Bytes.empty();

    InPlaceCheck(String actor, StateForm form) {
        this.actor = actor;
        this.form = form;
    }

    /**
     * Checks a state before and after each step that sees it.
     *
     * @throws IllegalStateException if it is not as it was at the first check of it
     */
    void check(Object state) throws Exception {
        if (!ON) {
            return;
        }
        Bytes now = form.encode(state);
        if (seen != state) {
            seen = state;
            json = now;
        } else if (!now.equals(json)) {
            String change = JsonDiff.between(
                            StateValue.beforeDeltas(json).tree(),
                            StateValue.beforeDeltas(now).tree(),
                            ListKeys.BY_ID)
                    .encoded()
                    .utf8();
            throw new IllegalStateException("the state of the actor '" + actor
                    + "' must be immutable but was changed in place, by "
                    + (change.length() <= SHOWN ? change : change.substring(0, SHOWN) + "…")
                    + "; make a copy of what is to change, such as a new list, and set a new state with it");
        }
    }
}
