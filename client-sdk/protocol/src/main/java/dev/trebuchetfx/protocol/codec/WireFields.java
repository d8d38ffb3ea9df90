// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The known keys that were found in one JSON object. Each has a slot with its value, a null, or the problem with its value.
 *
 * <p>A problem is kept until somebody asks for its key, since only the type of the message says which keys matter, and the type may come
 * last. Confined to the decoding thread.
 *
 * <p>The slots are searched in order. No object has more slots than its shape has keys and most have fewer than eight, so a hash map
 * would cost more, and every object of every message needs its own slots.
 */
final class WireFields {
    private static final Object NULL = new Object();

    private final String path;
    private WireKey<?>[] keys = new WireKey<?>[8];
    private Object[] slots = new Object[8];
    private int size;

    /**
     * Makes an object without keys.
     *
     * @param path the path to the object itself; empty for the outermost
     */
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

    /** Records that a key occurs again, unless the key has a problem already. */
    void putDuplicate(WireKey<?> key) {
        if (!(slot(key) instanceof WireException)) {
            String message = pathOf(key) + ": expected once, found again in the same object";
            set(key, new WireException(Problem.DUPLICATE_KEY, message, null));
        }
    }

    /**
     * Returns the value of a required key.
     *
     * @throws WireException if the key is absent or null, or its value has a problem
     */
    <T> T require(WireKey<T> key) throws WireException {
        T value = optional(key);
        if (value == null) {
            String found = has(key) ? "null" : "no such key";
            throw new WireException(Problem.MISSING_KEY, pathOf(key) + ": expected a value, found " + found, null);
        }
        return value;
    }

    /**
     * Returns the value of an optional key; null if the key is absent or null.
     *
     * @throws WireException if its value has a problem
     */
    @SuppressWarnings("unchecked") // put() alone stores values, and it takes those of the key's type.
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

    /**
     * Returns the value of a required key as one of the words of a closed set.
     *
     * @throws WireException if the key is absent or null, or its value is another word or has a problem
     */
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
