// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of a view after another, forwards or anywhere; moving costs no object. Confined to one thread.
 *
 * <p>Everything but {@link #moveTo} asks about the event that it stands on. Columns cost a read of an array; {@link #body} and what is
 * made of it may read a file.
 */
public final class LogCursor {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private final LogView view;
    private @Nullable Chunk chunk;
    private EventColumns columns = new EventColumns(0);
    private int at = -1;
    private int count;

    LogCursor(LogView view) {
        this.view = view;
    }

    /** Stands on the event with this index; false, and on none, where the view does not hold it. */
    public boolean moveTo(long index) {
        if (!view.holds(index)) {
            at = -1;
            return false;
        }
        Chunk now = chunk;
        if (now == null || index < now.firstIndex || index >= now.firstIndex + count) {
            now = view.chunk(index);
            chunk = now;
            columns = now.columns();
            count = (int) Math.min(columns.capacity(), view.end() - now.firstIndex);
        }
        at = (int) (index - now.firstIndex);
        return true;
    }

    /** Stands on the next event; false at the end. From before the first it goes to the first. */
    public boolean next() {
        return moveTo(chunk == null || at < 0 ? view.first() : index() + 1);
    }

    public LogView view() {
        return view;
    }

    public long index() {
        return Objects.requireNonNull(chunk).firstIndex + at;
    }

    /** In nanoseconds since 1970-01-01T00:00:00Z. */
    public long time() {
        return columns.time[at];
    }

    public Instant instant() {
        return TapEvent.instant(time());
    }

    public EventKind kind() {
        return EventKind.ofCode(columns.kind[at]);
    }

    /** Bits of {@link EventFlags}. */
    public int flags() {
        return columns.flags[at] & 0xFFFF;
    }

    public boolean has(int flag) {
        return (columns.flags[at] & flag) != 0;
    }

    /** The number of its stream in this log; 0 for none. */
    public int streamNumber() {
        return columns.stream[at];
    }

    /** Its stream; null for none, or where the name was forgotten. */
    public @Nullable StreamName stream() {
        return view.stream(columns.stream[at]);
    }

    /** The number of its connection in this log; 0 for none. */
    public int connectionNumber() {
        return columns.connection[at];
    }

    public @Nullable ConnectionName connection() {
        return view.connection(columns.connection[at]);
    }

    /** Unsigned; 0 for none. */
    public long sequence() {
        return columns.sequence[at];
    }

    /** How many numbers were declared skipped before this update, or how many updates were conflated; otherwise 0. */
    public long count() {
        return EventColumns.detailIsCall(kind()) ? 0 : Integer.toUnsignedLong(columns.detail[at]);
    }

    /** The number, in this log, of the call or resume that it is part of; 0 for none. */
    public int call() {
        return EventColumns.detailIsCall(kind()) ? columns.detail[at] : 0;
    }

    /** The number of the state that this update starts from, unsigned; null where it names none. */
    public @Nullable Long base() {
        if (!has(EventFlags.BASED)) {
            return null;
        }
        if (!has(EventFlags.ODD_BASE)) {
            return sequence() - 1 - count();
        }
        return envelope() instanceof StreamDataEnvelope data && data.ext() != null
                ? data.ext().base()
                : null;
    }

    /** How many bytes the body has. */
    public int size() {
        return columns.size[at];
    }

    /** The body: a frame exactly as it travelled, or a notice's fields as JSON. Null where it can no longer be read. */
    public @Nullable Bytes body() {
        int size = columns.size[at];
        if (size == 0) {
            return Bytes.empty();
        }
        try {
            return read(size);
        } catch (IOException moved) {
            // Between asking where the bodies are and reading them, they may have moved from memory to a file.
        }
        try {
            return read(size);
        } catch (IOException gone) {
            return null;
        }
    }

    private Bytes read(int size) throws IOException {
        return Bytes.wrap(
                Objects.requireNonNull(chunk).bodies().read(Integer.toUnsignedLong(columns.offset[at]), size));
    }

    /** The message; null where it is none, or can't be read: {@link #problem} says why. */
    public @Nullable Envelope envelope() {
        if (!kind().isMessage()) {
            return null;
        }
        Bytes body = body();
        try {
            return body == null ? null : CODEC.decode(body);
        } catch (WireException e) {
            return null;
        }
    }

    /** Why the frame is no message; null where it is one. */
    public @Nullable WireException problem() {
        Bytes body = body();
        if (body == null) {
            return new WireException(WireException.Problem.MALFORMED, "its bytes are no longer held", null);
        }
        if (FrameEvents.unseenBytes(flags(), body) >= 0) {
            return new WireException(WireException.Problem.TOO_LARGE, body.utf8(), null);
        }
        try {
            CODEC.decode(body);
            return null;
        } catch (WireException e) {
            return e;
        }
    }

    /**
     * The notice, as the client told it; null for a frame, for {@link EventKind#UPDATE_ACCEPTED}, whose columns say everything, and
     * where the body can't be read.
     */
    public @Nullable TapEvent notice() {
        if (kind().isFrame()) {
            return null;
        }
        Bytes body = body();
        return body == null ? null : event(body, null).notice();
    }

    /** Everything of it, by itself. The body is empty where it can no longer be read, and the event flagged as cut. */
    public CapturedEvent event() {
        Bytes body = body();
        return event(body, callID(body));
    }

    private CapturedEvent event(@Nullable Bytes body, @Nullable UUID call) {
        return new CapturedEvent(
                time(),
                kind(),
                body == null ? flags() | EventFlags.CUT : flags(),
                connection(),
                stream(),
                sequence(),
                count(),
                call,
                body == null ? Bytes.empty() : body);
    }

    private @Nullable UUID callID(@Nullable Bytes body) {
        if (call() == 0 || body == null) {
            return null;
        }
        try {
            if (kind().isMessage()) {
                return FrameEvents.callID(CODEC.decode(body));
            }
            TapEvent notice = event(body, null).notice();
            return notice == null ? null : FrameEvents.callID(notice);
        } catch (WireException e) {
            return null;
        }
    }
}
