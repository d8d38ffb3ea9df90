// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the events of a log that belong to one logical stream: its messages and the ends of its connections. Confined to one thread. */
final class StreamEvents {
    private final Set<UUID> ids;
    private final Set<UUID> calls = new HashSet<>();
    private final Set<Integer> connections = new HashSet<>();
    private int source = -1;

    private StreamEvents(Set<UUID> ids) {
        this.ids = ids;
    }

    /** Returns the indexes of the events, in ascending order. */
    static List<Long> of(LogView view, StreamCard card) {
        StreamEvents members = new StreamEvents(Set.copyOf(card.streams()));
        members.findCalls(view);
        List<Long> indexes = new ArrayList<>();
        LogCursor event = view.cursor();
        while (event.next()) {
            if (members.include(event)) {
                indexes.add(event.index());
            }
        }
        return indexes;
    }

    /** Finds the calls that opened this stream, by the server's answers to them. */
    private void findCalls(LogView view) {
        LogCursor event = view.cursor();
        while (event.next()) {
            StreamName name = event.stream();
            if (event.kind() == EventKind.STREAM_START && name != null && ids.contains(name.streamID())) {
                source = source < 0 ? name.source() : source;
                if (event.envelope() instanceof StreamStartEnvelope start) {
                    calls.add(start.callID());
                }
            }
        }
    }

    private boolean include(LogCursor event) {
        ConnectionName connection = event.connection();
        if (connection == null || (source >= 0 && connection.source() != source)) {
            return false;
        }
        int number = event.connectionNumber();
        boolean belongs =
                switch (event.kind()) {
                    case INVOCATION -> event.has(EventFlags.OPENS_STREAM) && isOurs(event.envelope());
                    case HEARTBEAT ->
                        event.envelope() instanceof HeartbeatEnvelope heartbeat
                                && heartbeat.streams().keySet().stream().anyMatch(ids::contains);
                    case UNDECODABLE -> connections.contains(number) && !event.has(EventFlags.SENT);
                    case CLOSE -> connections.contains(number);
                    case CONNECTION -> connections.contains(number) && isEnd(event);
                    default -> event.kind().isMessage() && isOurs(event.stream());
                };
        if (belongs && event.kind().isMessage()) {
            connections.add(number);
        }
        return belongs;
    }

    private boolean isOurs(@Nullable Envelope envelope) {
        return envelope instanceof InvocationEnvelope invocation && calls.contains(invocation.callID());
    }

    private boolean isOurs(@Nullable StreamName name) {
        return name != null && name.streamID() != null && ids.contains(name.streamID());
    }

    private static boolean isEnd(LogCursor event) {
        return event.notice() instanceof TapEvent.ConnectionChanged changed
                && (changed.state() instanceof ConnectionState.Reconnecting
                        || changed.state() instanceof ConnectionState.Offline);
    }
}
