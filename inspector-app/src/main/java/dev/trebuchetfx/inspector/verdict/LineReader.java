// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.verdict;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an event of a log says of the line; most of what a client noticed says nothing that the messages do not. */
final class LineReader {
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;

    private LineReader() {}

    static @Nullable LineEvent read(LogCursor event) {
        EventKind kind = event.kind();
        long time = event.time();
        int connection = event.connectionNumber();
        if (kind == EventKind.UNDECODABLE && FrameEvents.unseenBytes(event.flags(), event.body()) >= 0) {
            return new LineEvent.Unseen(
                    time,
                    1,
                    "a message was " + Objects.requireNonNull(event.body()).utf8());
        }
        if (kind.isMessage()) {
            Envelope envelope = kind == EventKind.UNDECODABLE ? null : event.envelope();
            boolean sent = event.has(EventFlags.SENT);
            return envelope == null
                    ? new LineEvent.Undecodable(time, connection, sent, event.size(), why(event))
                    : new LineEvent.Message(
                            time, connection, sent, envelope, event.size(), event.has(EventFlags.REDACTED));
        }
        return switch (kind) {
            case CLOSE -> close(event, time, connection);
            case CONNECTION -> connection(event, time, connection);
            case POSITION -> {
                StreamName stream = event.stream();
                UUID id = stream == null ? null : stream.streamID();
                yield id == null ? null : new LineEvent.Taken(time, id, event.sequence());
            }
            default -> null;
        };
    }

    private static LineEvent close(LogCursor event, long time, int connection) {
        int code = closeCode(event);
        boolean purpose = code == NORMAL || code == GOING_AWAY;
        return event.has(EventFlags.SENT) && purpose
                ? new LineEvent.Left(time, connection)
                : new LineEvent.Closed(time, connection, "closed " + code);
    }

    private static String why(LogCursor event) {
        var problem = event.problem();
        return problem == null ? "not a message" : String.valueOf(problem.getMessage());
    }

    /** The code of a close frame; 1005 where it has none. */
    static int closeCode(LogCursor event) {
        Bytes body = event.body();
        if (body == null || body.size() < 2) {
            return 1005;
        }
        byte[] bytes = body.unsafeArray();
        return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    }

    private static @Nullable LineEvent connection(LogCursor event, long time, int connection) {
        if (!(event.notice() instanceof TapEvent.ConnectionChanged changed)) {
            return null;
        }
        return switch (changed.state()) {
            case ConnectionState.Connecting ignored -> null;
            case ConnectionState.Connected ignored -> new LineEvent.Opened(time, connection);
            case ConnectionState.Reconnecting again ->
                new LineEvent.Down(time, connection, again.cause(), again.attempt() > 1 || changed.connection() == 0);
            case ConnectionState.Offline offline -> new LineEvent.Down(time, connection, offline.cause(), true);
            case ConnectionState.Closed ignored -> new LineEvent.Closed(time, connection, "closed");
        };
    }
}
