// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.change;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of results for steps from one state to another. It keeps those asked for last, bounded in number and in the bytes of
 * their states.
 *
 * <p>Confined to the owner of the states.
 *
 * @param <V> the type of the results
 */
public final class Steps<V> {
    /** The most steps that are kept: enough for a replay, and for subscribers that are slow in different ways. */
    private static final int COUNT = 256;

    private static final long BYTES = 8L << 20;

    private final Map<Step, V> known = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A step from one state, or from nothing, to another. */
    private record Step(@Nullable Same from, Same to) {
        int size() {
            return to.bytes().size();
        }
    }

    /** Bytes that compare by identity: streams of one state share them, and comparing their contents would take time. */
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

    /** Returns the result for a step, computed now where it is not kept. */
    public V of(@Nullable StateContent from, StateContent to, Supplier<V> computed) {
        Step step = new Step(from == null ? null : new Same(from.json()), new Same(to.json()));
        V value = known.get(step);
        if (value == null) {
            value = computed.get();
            known.put(step, value);
            bytes += step.size();
            forgetOldest();
        }
        return value;
    }

    /** Forgets all results. */
    public void clear() {
        known.clear();
        bytes = 0;
    }

    private void forgetOldest() {
        Iterator<Step> oldest = known.keySet().iterator();
        while (known.size() > 1 && (known.size() > COUNT || bytes > BYTES)) {
            bytes -= oldest.next().size();
            oldest.remove();
        }
    }
}
