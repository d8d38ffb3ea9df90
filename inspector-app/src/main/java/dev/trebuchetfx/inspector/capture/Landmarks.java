// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What evicted events established. Confined to the log that owns it. */
final class Landmarks {
    /** Streams beyond this are forgotten, oldest first. */
    static final int MAX_STREAMS = 1_000;

    private final Map<Long, CapturedEvent> opened = new LinkedHashMap<>();
    private final Map<Long, CapturedEvent> started = new LinkedHashMap<>();
    private @Nullable CapturedEvent connection;
    private @Nullable List<CapturedEvent> listed = List.of();

    static boolean isOne(EventKind kind) {
        return switch (kind) {
            case CONNECTION, STREAM_OPENED, STREAM_STARTED, STREAM_CLOSED -> true;
            default -> false;
        };
    }

    /** {@code event} is one and is let go. */
    void evicted(CapturedEvent event) {
        listed = null;
        if (event.kind() == EventKind.CONNECTION) {
            connection = event;
            return;
        }
        StreamName name = event.stream();
        if (name == null) {
            return;
        }
        long key = ((long) name.source() << 32) | name.logical();
        switch (event.kind()) {
            case STREAM_OPENED -> {
                opened.put(key, event);
                if (opened.size() > MAX_STREAMS) {
                    forget(opened.keySet().iterator().next());
                }
            }
            case STREAM_STARTED -> {
                if (opened.containsKey(key)) {
                    started.put(key, event);
                }
            }
            case STREAM_CLOSED -> forget(key);
            default -> {}
        }
    }

    private void forget(long key) {
        opened.remove(key);
        started.remove(key);
    }

    List<CapturedEvent> asList() {
        if (listed == null) {
            List<CapturedEvent> all = new ArrayList<>(opened.size() * 2 + 1);
            if (connection != null) {
                all.add(connection);
            }
            opened.forEach((key, open) -> {
                all.add(open);
                CapturedEvent start = started.get(key);
                if (start != null) {
                    all.add(start);
                }
            });
            listed = List.copyOf(all);
        }
        return listed;
    }
}
