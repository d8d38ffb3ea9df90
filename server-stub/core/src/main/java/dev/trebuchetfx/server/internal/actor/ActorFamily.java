// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.internal.actor;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Actors that are made on demand, one for each key.
 *
 * @param prefix the begin of their names, before the key
 * @param isAlone whether there is one actor alone, whose name is the prefix and its own key
 * @param factory makes the actor of a key
 */
record ActorFamily(String prefix, boolean isAlone, Function<String, ? extends Object> factory) {
    /** Returns the family of one actor. */
    static ActorFamily named(String name, Function<String, ? extends Object> factory) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an actor's name must not be blank");
        }
        return new ActorFamily(name, true, factory);
    }

    /** Returns the family of a pattern such as {@code todos/{list}}. */
    static ActorFamily of(String pattern, Function<String, ? extends Object> factory) {
        int open = pattern.indexOf('{');
        if (open < 1 || !pattern.endsWith("}") || pattern.indexOf('{', open + 1) > 0 || open == pattern.length() - 2) {
            throw new IllegalArgumentException(
                    "a pattern of names must end with its only key in braces, such as todos/{list}, but was '" + pattern
                            + "'");
        }
        return new ActorFamily(pattern.substring(0, open), false, factory);
    }

    /** Returns whether a name begins as a pattern does, so that it may be one of its actors. */
    static boolean isPattern(String name) {
        return name.indexOf('{') >= 0;
    }

    /** Returns the key that a name has; null where it is none of this family, as without a key or with a slash in it. */
    @Nullable
    String keyOf(String name) {
        if (isAlone) {
            return name.equals(prefix) ? name : null;
        }
        if (!name.startsWith(prefix) || name.length() == prefix.length()) {
            return null;
        }
        String key = name.substring(prefix.length());
        boolean plain = key.chars().noneMatch(each -> each == '/' || Character.isISOControl(each));
        return plain ? key : null;
    }
}
