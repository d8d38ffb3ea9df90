// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.wire;

import dev.trebuchetfx.client.wire.WireException.Problem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one JSON object: a slot for each known key, with its value, its null, or what is wrong with it.
 *
 * <p>A problem is kept until somebody asks for that key, since only the type of the message says which keys matter, and the type
 * may stand last. Confined to the decoding thread.
 */
final class WireFields {
    private static final Object NULL = new Object();

    private final String path;
    private final Map<WireKey<?>, Object> slots = new HashMap<>();

    /** @param path of the object itself, empty for the outermost */
    WireFields(String path) {
        this.path = path;
    }

    boolean has(WireKey<?> key) {
        return slots.containsKey(key);
    }

    <T> void put(WireKey<T> key, T value) {
        slots.put(key, value);
    }

    void putNull(WireKey<?> key) {
        slots.put(key, NULL);
    }

    void putProblem(WireKey<?> key, WireException problem) {
        slots.put(key, problem);
    }

    /** Notes that a key stands here again; the first problem of a key is kept. */
    void putDuplicate(WireKey<?> key) {
        if (!(slots.get(key) instanceof WireException)) {
            String message = pathOf(key) + ": expected once, found again in the same object";
            slots.put(key, new WireException(Problem.DUPLICATE_KEY, message, null));
        }
    }

    /** The value; absent and null are errors. */
    <T> T require(WireKey<T> key) throws WireException {
        T value = optional(key);
        if (value == null) {
            String found = slots.containsKey(key) ? "null" : "no such key";
            throw new WireException(Problem.MISSING_KEY, pathOf(key) + ": expected a value, found " + found, null);
        }
        return value;
    }

    /** The value, or null if it is absent or null. */
    @SuppressWarnings("unchecked") // put() is the only way in
    <T> @Nullable T optional(WireKey<T> key) throws WireException {
        Object slot = slots.get(key);
        if (slot instanceof WireException problem) {
            throw problem;
        }
        return slot == NULL ? null : (T) slot;
    }

    <T> T orElse(WireKey<T> key, T fallback) throws WireException {
        T value = optional(key);
        return value == null ? fallback : value;
    }

    /** The value required to be one of the words of a closed set. */
    <E extends Enum<E>> E requireWord(WireKey<String> key, WireWords<E> words) throws WireException {
        String text = require(key);
        E word = words.find(text);
        if (word == null) {
            String message = pathOf(key) + ": expected one of " + words + ", found " + WireText.quote(text);
            throw new WireException(Problem.BAD_VALUE, message, null);
        }
        return word;
    }

    private String pathOf(WireKey<?> key) {
        return path.isEmpty() ? key.name() : path + "." + key.name();
    }
}
