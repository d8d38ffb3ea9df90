// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureFileReader;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an archive says of each connection of a capture, and where its frames lie. Confined to one thread. */
final class HarConnections {
    private static final int MAX_STREAMS = 1_000;

    private final Map<Integer, Connection> all = new LinkedHashMap<>();
    private final List<Long> noticePlaces = new ArrayList<>();

    /** One connection. */
    static final class Connection {
        final int number;
        final List<Long> places = new ArrayList<>();
        final Map<Integer, StreamName> streams = new LinkedHashMap<>();

        @Nullable
        ConnectionName name;

        long firstTime = Long.MAX_VALUE;
        long connectedTime = Long.MIN_VALUE;
        boolean hasFrames;
        /** The fields of the notice that told of the connection being open. */
        JsonNode opened = EventJson.object();

        @Nullable
        Bytes close;

        Connection(int number) {
            this.number = number;
        }

        boolean isWorthAnEntry() {
            return hasFrames || connectedTime != Long.MIN_VALUE;
        }
    }

    static HarConnections of(CaptureFileReader reader) throws IOException {
        HarConnections found = new HarConnections();
        reader.readBlocks(found::take);
        return found;
    }

    private void take(long place, LogView events) {
        LogCursor event = events.cursor();
        boolean anyNotice = false;
        while (event.next()) {
            EventKind kind = event.kind();
            Connection connection = all.computeIfAbsent(event.connectionNumber(), Connection::new);
            connection.name = event.connection();
            connection.firstTime = Math.min(connection.firstTime, event.time());
            if (kind.isFrame()) {
                frame(connection, event, place);
            } else {
                anyNotice = true;
                if (kind == EventKind.CONNECTION) {
                    opened(connection, event);
                }
            }
        }
        if (anyNotice) {
            noticePlaces.add(place);
        }
    }

    private static void frame(Connection connection, LogCursor event, long place) {
        connection.hasFrames = true;
        if (connection.places.isEmpty() || connection.places.getLast() != place) {
            connection.places.add(place);
        }
        StreamName stream = event.stream();
        if (stream != null
                && (connection.streams.size() < MAX_STREAMS || connection.streams.containsKey(event.streamNumber()))) {
            connection.streams.put(event.streamNumber(), stream);
        }
        if (event.kind() == EventKind.CLOSE) {
            connection.close = event.body();
        }
    }

    private static void opened(Connection connection, LogCursor event) {
        Bytes body = event.body();
        try {
            JsonNode fields =
                    body == null ? EventJson.object() : JsonMapper.shared().readTree(body.unsafeArray());
            if ("connected".equals(EventJson.textOrNull(fields, "state"))) {
                connection.opened = fields;
                connection.connectedTime = event.time();
            }
        } catch (JacksonException notOurs) {
            // The connection is described by its frames alone.
        }
    }

    Collection<Connection> all() {
        return all.values();
    }

    List<Long> noticePlaces() {
        return noticePlaces;
    }
}
