// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.TapEvent.ConnectionChanged;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What evicted events established. Confined to the log that owns it. */
final class Landmarks {
    /** Streams beyond this are forgotten, oldest first. */
    static final int MAX_STREAMS = 1_000;

    private final Map<Integer, StreamOpened> opened = new LinkedHashMap<>();
    private final Map<Integer, StreamStarted> started = new LinkedHashMap<>();
    private @Nullable ConnectionChanged connection;

    void evicted(TapEvent event) {
        switch (event) {
            case ConnectionChanged changed -> connection = changed;
            case StreamOpened open -> {
                opened.put(open.stream(), open);
                if (opened.size() > MAX_STREAMS) {
                    forget(opened.keySet().iterator().next());
                }
            }
            case StreamStarted start -> {
                if (opened.containsKey(start.stream())) {
                    started.put(start.stream(), start);
                }
            }
            case StreamClosed closed -> forget(closed.stream());
            default -> {}
        }
    }

    private void forget(int stream) {
        opened.remove(stream);
        started.remove(stream);
    }

    List<TapEvent> asList() {
        List<TapEvent> all = new ArrayList<>(opened.size() * 2 + 1);
        if (connection != null) {
            all.add(connection);
        }
        opened.forEach((stream, open) -> {
            all.add(open);
            StreamStarted start = started.get(stream);
            if (start != null) {
                all.add(start);
            }
        });
        return all;
    }
}
