// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * States that the audit came by while it added changes up: one for every {@value #EVERY} changes in a row, so that nobody has to add up
 * more than that to know a state. What two of them have in common they share. Bounded: the oldest go.
 *
 * <p>Written by the audit's thread; may be read by any.
 */
public final class StateKeyframes {
    /** After so many changes without a full state between. */
    static final int EVERY = 1_000;

    private static final int MAX = 4_096;

    private final Map<UUID, NavigableMap<Long, Keyframe>> byStream = new ConcurrentHashMap<>();
    private final NavigableMap<Long, UUID> all = new ConcurrentSkipListMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /**
     * The state of a server stream right after an update. Immutable.
     *
     * @param index the log's index of the update
     * @param sequence its number
     * @param state never written to
     */
    public record Keyframe(long index, long sequence, JsonNode state) {}

    void add(UUID stream, Keyframe keyframe) {
        byStream.computeIfAbsent(stream, id -> new ConcurrentSkipListMap<>()).put(keyframe.index(), keyframe);
        if (all.put(keyframe.index(), stream) == null && size.incrementAndGet() > MAX) {
            Map.Entry<Long, UUID> eldest = all.pollFirstEntry();
            if (eldest != null) {
                drop(eldest);
            }
        }
    }

    private void drop(Map.Entry<Long, UUID> eldest) {
        size.decrementAndGet();
        NavigableMap<Long, Keyframe> of = byStream.get(eldest.getValue());
        if (of != null) {
            of.remove(eldest.getKey());
            if (of.isEmpty()) {
                byStream.remove(eldest.getValue());
            }
        }
    }

    /** The newest of a server stream before the update at {@code index}; null for none. */
    public @Nullable Keyframe before(UUID stream, long index) {
        NavigableMap<Long, Keyframe> of = byStream.get(stream);
        Map.Entry<Long, Keyframe> found = of == null ? null : of.lowerEntry(index);
        return found == null ? null : found.getValue();
    }

    /** How many are kept. */
    public int size() {
        return size.get();
    }
}
