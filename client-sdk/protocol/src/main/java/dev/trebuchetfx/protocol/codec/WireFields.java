// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one JSON object: a slot for each known key, with its value, its null, or what is wrong with it.
 *
 * <p>A problem is kept until somebody asks for that key, since only the type of the message says which keys matter, and the type
 * may stand last. Confined to the decoding thread.
 *
 * <p>Slots are looked through from the first to the last: no object has more of them than its shape has keys, most have fewer than eight, and
 * one of these is made for every object of every message.
 */
final class WireFields {
    private static final Object NULL = new Object();

    private final String path;
    private WireKey<?>[] keys = new WireKey<?>[8];
    private Object[] slots = new Object[8];
    private int size;

    /** @param path of the object itself, empty for the outermost */
    WireFields(String path) {
        this.path = path;
    }

    boolean has(WireKey<?> key) {
        return find(key) >= 0;
    }

    private int find(WireKey<?> key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object slot(WireKey<?> key) {
        int at = find(key);
        return at < 0 ? null : slots[at];
    }

    private void set(WireKey<?> key, Object slot) {
        int at = find(key);
        if (at >= 0) {
            slots[at] = slot;
            return;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            slots = Arrays.copyOf(slots, 2 * size);
        }
        keys[size] = key;
        slots[size++] = slot;
    }

    <T> void put(WireKey<T> key, T value) {
        set(key, value);
    }

    void putNull(WireKey<?> key) {
        set(key, NULL);
    }

    void putProblem(WireKey<?> key, WireException problem) {
        set(key, problem);
    }

    /** Notes that a key stands here again; the first problem of a key is kept. */
    void putDuplicate(WireKey<?> key) {
        if (!(slot(key) instanceof WireException)) {
            String message = pathOf(key) + ": expected once, found again in the same object";
            set(key, new WireException(Problem.DUPLICATE_KEY, message, null));
        }
    }

    /** The value; absent and null are errors. */
    <T> T require(WireKey<T> key) throws WireException {
        T value = optional(key);
        if (value == null) {
            String found = has(key) ? "null" : "no such key";
            throw new WireException(Problem.MISSING_KEY, pathOf(key) + ": expected a value, found " + found, null);
        }
        return value;
    }

    /** The value, or null if it is absent or null. */
    @SuppressWarnings("unchecked") // put() is the only way in
    <T> @Nullable T optional(WireKey<T> key) throws WireException {
        Object slot = slot(key);
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
