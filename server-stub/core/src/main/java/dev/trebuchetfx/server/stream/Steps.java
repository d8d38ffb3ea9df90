// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.client.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was computed of the newest states, and of the steps between them. Confined to the owner of the states. */
final class Steps {
    /** Steps that are remembered: those of a replay, and those of subscribers that are slow in different ways. */
    static final int COUNT = 256;

    private Steps() {}

    /** From one state, or from nothing, to another. */
    record Step(@Nullable Same from, Same to) {
        static Step of(@Nullable StateContent from, StateContent to) {
            return new Step(from == null ? null : new Same(from.json()), new Same(to.json()));
        }
    }

    /** Bytes by identity: streams of one state share them, and comparing them would cost their number. */
    record Same(Bytes bytes) {
        @Override
        @SuppressWarnings("ReferenceEquality") // That is its purpose.
        public boolean equals(@Nullable Object other) {
            return other instanceof Same that && bytes == that.bytes;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(bytes);
        }
    }

    static <K, V> V remembered(Map<K, V> memory, K key, Supplier<V> otherwise) {
        V known = memory.get(key);
        if (known == null) {
            known = otherwise.get();
            memory.put(key, known);
        }
        return known;
    }

    /** A memory of so many, those asked for last. */
    static <K, V> Map<K, V> newest(int count) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > count;
            }
        };
    }
}
