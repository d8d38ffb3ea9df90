// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event by itself, on its way into a log or from one place to another. Logs hold columns, not these.
 *
 * @param time nanoseconds since 1970-01-01T00:00:00Z
 * @param flags of {@link EventFlags}
 * @param connection null where it belongs to none
 * @param stream null where it belongs to none
 * @param sequence the sequence number that it is about, unsigned; 0 for none
 * @param count how many numbers the server declared skipped before an update, or how many updates were conflated; otherwise 0
 * @param call the call, or the resume, that it is part of; null for none
 * @param body a frame as it travelled, or a notice's own fields as JSON; may be empty
 */
public record CapturedEvent(
        long time,
        EventKind kind,
        int flags,
        @Nullable ConnectionName connection,
        @Nullable StreamName stream,
        long sequence,
        long count,
        @Nullable UUID call,
        Bytes body) {

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * The notice, as the client told it; null for a frame, for {@link EventKind#UPDATE_ACCEPTED}, of which everything stands here, and
     * where the body can't be read.
     */
    public @Nullable TapEvent notice() {
        return kind.isFrame() ? null : NoticeReader.read(this);
    }

    /** The same event of a connection that is told otherwise. */
    public CapturedEvent withConnection(ConnectionName changed) {
        return new CapturedEvent(time, kind, flags, changed, stream, sequence, count, call, body);
    }

    /** The same event with another body. */
    public CapturedEvent withBody(Bytes changed, int changedFlags) {
        return new CapturedEvent(time, kind, changedFlags, connection, stream, sequence, count, call, changed);
    }
}
