// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.keyed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step from one map to another.
 *
 * @param now the value of the key afterwards; null for none
 */
public record KeyStep<K, V>(K key, @Nullable V now) {

    /** Returns the steps that make {@code after} of {@code before}: first what is gone, then what is new or not equal. */
    @SuppressWarnings("ReferenceEquality") // Most values of a newer state are the same objects, and need no comparing.
    public static <K, V> List<KeyStep<K, V>> between(Map<K, V> before, Map<K, V> after) {
        List<KeyStep<K, V>> steps = new ArrayList<>();
        for (K key : before.keySet()) {
            if (!after.containsKey(key)) {
                steps.add(new KeyStep<>(key, null));
            }
        }
        after.forEach((key, value) -> {
            V old = before.get(key);
            if (old != value && !value.equals(old)) {
                steps.add(new KeyStep<>(key, value));
            }
        });
        return steps;
    }
}
