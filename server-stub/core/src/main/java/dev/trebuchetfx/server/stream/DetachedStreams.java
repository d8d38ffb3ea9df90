// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The streams without a connection, in the order in which they lost it, and bounded in number. Whoever has the most of them gives one up, so
 * that one principal's can't crowd out another's.
 *
 * <p>Confined to the lock of its owner. Each step takes O(log n) for n principals.
 */
final class DetachedStreams {
    private final int most;
    private final Map<String, Group> groups = new HashMap<>();
    /** Those with most streams first. */
    private final TreeSet<Group> bySize = new TreeSet<>(
            Comparator.<Group>comparingInt(group -> -group.streams.size()).thenComparing(group -> group.principal));

    private int size;

    /** @param most how many there may be */
    DetachedStreams(int most) {
        this.most = most;
    }

    /** The streams of one principal, the one detached longest first. */
    private static final class Group {
        private final String principal;
        private final LinkedHashSet<ServerStream> streams = new LinkedHashSet<>();

        Group(String principal) {
            this.principal = principal;
        }
    }

    /** Adds a stream and returns the one that has to go for it, which is no longer among them; null where there is room. */
    @Nullable
    ServerStream add(ServerStream stream) {
        Group own = groups.computeIfAbsent(stream.principal(), Group::new);
        bySize.remove(own);
        if (own.streams.add(stream)) {
            size++;
        }
        bySize.add(own);
        if (size <= most) {
            return null;
        }
        Group largest = bySize.first();
        boolean ownIsAsLarge = own.streams.size() >= largest.streams.size();
        ServerStream victim = (ownIsAsLarge ? own : largest).streams.getFirst();
        remove(victim);
        return victim;
    }

    /** Removes a stream, if it is one of them. */
    void remove(ServerStream stream) {
        Group own = groups.get(stream.principal());
        if (own == null || !own.streams.contains(stream)) {
            return;
        }
        bySize.remove(own);
        own.streams.remove(stream);
        size--;
        if (own.streams.isEmpty()) {
            groups.remove(own.principal);
        } else {
            bySize.add(own);
        }
    }

    int size() {
        return size;
    }
}
