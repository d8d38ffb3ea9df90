// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

/** The rules for names, keys and sizes that every store checks before a write, so that a state that one store keeps can move to another. */
public final class StoreRules {
    private StoreRules() {}

    /**
     * Returns whether a store can keep a state under a name: 1 to {@link ActorStateStore#MAX_NAME_LENGTH} characters, without U+0000 and
     * without half a surrogate pair, which not every database can keep. A store finds nothing under any other name.
     */
    public static boolean isName(String actor) {
        return !actor.isEmpty() && actor.length() <= ActorStateStore.MAX_NAME_LENGTH && isPortable(actor);
    }

    /**
     * Checks that a store can keep a write.
     *
     * @param maxStateBytes the most bytes that the state has as JSON
     * @throws StateRefusedException if the name, the key or the size breaks a rule
     */
    public static void check(String actor, StateWrite write, int maxStateBytes) {
        if (!isName(actor)) {
            throw new StateRefusedException("an actor's name must have 1 to " + ActorStateStore.MAX_NAME_LENGTH
                    + " characters, without U+0000 and half surrogate pairs, but had " + actor.length()
                    + "; choose another name");
        }
        String callKey = write.callKey();
        if (callKey != null && !isPortable(callKey)) {
            throw new StateRefusedException("a key of a call of the actor '" + actor
                    + "' must have no U+0000 and no half surrogate pair but had one; choose another key");
        }
        if (write.json().size() > maxStateBytes) {
            throw new StateRefusedException("the state of the actor '" + actor + "' must have at most " + maxStateBytes
                    + " bytes as JSON but had " + write.json().size() + "; divide it among several actors");
        }
    }

    private static boolean isPortable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
