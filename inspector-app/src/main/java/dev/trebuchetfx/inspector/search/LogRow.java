// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.search;

import dev.trebuchetfx.inspector.capture.Comment;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.query.EventRow;
import dev.trebuchetfx.inspector.query.Needle;
import dev.trebuchetfx.inspector.query.QueryField;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.verdict.VerdictBits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The event that a cursor stands on, as a query sees it: numbers and names from the columns, the body only where it is asked for.
 *
 * <p>Made for a walk from the first event to the last: the time since the previous event of the same stream is known only of events
 * that {@link #moved} was told of. Confined to one thread.
 */
public final class LogRow implements EventRow {
    private LogCursor event;
    private final LongToIntFunction verdicts;
    private final LongFunction<@Nullable Comment> comments;
    private long[] lastTimes = new long[64];
    private long sincePrevious;
    private @Nullable Bytes payload;
    private boolean payloadKnown;

    /** {@code verdicts}: bits of {@link VerdictBits} for the event at an index. */
    public LogRow(LogCursor event, LongToIntFunction verdicts) {
        this(event, verdicts, index -> null);
    }

    /** {@code comments}: what a person noted about the event at an index; null for nothing. */
    public LogRow(LogCursor event, LongToIntFunction verdicts, LongFunction<@Nullable Comment> comments) {
        this.event = event;
        this.verdicts = verdicts;
        this.comments = comments;
    }

    /** A view was taken anew: {@code cursor} stands on the next event. */
    public void moved(LogCursor cursor) {
        event = cursor;
        moved();
    }

    /** {@code cursor} stands on an event that was passed before: everything is asked of it but the time since the previous one. */
    public void lookAt(LogCursor cursor) {
        event = cursor;
        payloadKnown = false;
        payload = null;
    }

    /** The cursor stands on the next event. */
    public void moved() {
        payloadKnown = false;
        payload = null;
        int stream = event.streamNumber();
        sincePrevious = -1;
        if (stream != 0) {
            if (stream >= lastTimes.length) {
                lastTimes = Arrays.copyOf(lastTimes, Math.max(stream + 1, lastTimes.length * 2));
            }
            long before = lastTimes[stream];
            lastTimes[stream] = event.time();
            sincePrevious = before == 0 ? -1 : Math.max(0, event.time() - before);
        }
    }

    @Override
    public boolean has(QueryField field) {
        return switch (field) {
            case TIME -> true;
            case SIZE -> event.kind().isFrame();
            case SEQ -> event.sequence() != 0;
            case CONN -> event.connectionNumber() != 0;
            case DT -> sincePrevious >= 0;
            case CODE -> event.kind() == EventKind.CLOSE;
            default -> false;
        };
    }

    @Override
    public long number(QueryField field) {
        return switch (field) {
            case TIME -> event.time();
            case SIZE -> event.size();
            case SEQ -> event.sequence();
            case CONN -> connection();
            case DT -> sincePrevious;
            case CODE -> closeCode();
            default -> throw new IllegalArgumentException(field.key() + " is no number");
        };
    }

    private long connection() {
        var name = event.connection();
        return name == null ? event.connectionNumber() : name.number();
    }

    private int closeCode() {
        Bytes body = event.body();
        if (body == null || body.size() < 2) {
            return 1005;
        }
        byte[] bytes = body.unsafeArray();
        return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    }

    @Override
    public int code(QueryField field) {
        return switch (field) {
            case STREAM, ID, EPOCH -> event.streamNumber();
            case ACTOR, METHOD -> event.streamNumber() == 0 ? -1 : event.streamNumber();
            case TYPE -> event.kind().code();
            case DIR -> event.kind().isFrame() ? (event.has(EventFlags.SENT) ? 1 : 2) : 0;
            default -> -1;
        };
    }

    @Override
    public @Nullable String text(QueryField field) {
        return switch (field) {
            case STREAM -> name(event.stream());
            case ID -> id(event.stream());
            case ACTOR -> event.streamNumber() == 0 ? Payloads.actor(event) : actor(event.stream());
            case METHOD -> event.streamNumber() == 0 ? Payloads.method(event) : method(event.stream());
            case EPOCH -> epoch(event.stream());
            case TYPE -> event.kind().word();
            case DIR -> event.kind().isFrame() ? (event.has(EventFlags.SENT) ? "sent" : "received") : "note";
            case CALL -> Payloads.call(event);
            case PAYLOAD -> {
                Bytes bytes = payload();
                yield bytes == null ? null : bytes.utf8();
            }
            case COMMENT -> {
                Comment comment = comments.apply(event.index());
                yield comment == null || comment.text().isEmpty() ? null : comment.text();
            }
            case MARK -> isMarked() ? "mark" : null;
            default -> null;
        };
    }

    private boolean isMarked() {
        Comment comment = comments.apply(event.index());
        return comment != null && comment.marked();
    }

    private static @Nullable String name(@Nullable StreamName stream) {
        if (stream == null) {
            return null;
        }
        return (stream.actor() == null ? "?" : stream.actor()) + "."
                + (stream.method() == null ? "?" : stream.method());
    }

    private static @Nullable String id(@Nullable StreamName stream) {
        return stream == null || stream.streamID() == null
                ? null
                : stream.streamID().toString().toUpperCase(Locale.ROOT);
    }

    private static @Nullable String actor(@Nullable StreamName stream) {
        return stream == null ? null : stream.actor();
    }

    private static @Nullable String method(@Nullable StreamName stream) {
        return stream == null ? null : stream.method();
    }

    private static @Nullable String epoch(@Nullable StreamName stream) {
        return stream == null ? null : stream.epoch();
    }

    @Override
    public boolean is(QueryFlag flag) {
        EventKind kind = event.kind();
        return switch (flag) {
            case LIVE -> verdict(VerdictBits.LIVE);
            case REPLAY -> verdict(VerdictBits.REPLAY);
            case OVERLAP -> verdict(VerdictBits.OVERLAP);
            case DUP -> verdict(VerdictBits.DUPLICATE);
            case REORDER -> verdict(VerdictBits.REORDERED);
            case GAP -> kind == EventKind.GAP || verdict(VerdictBits.GAP);
            case LOST -> verdict(VerdictBits.LOST);
            case SKIPPED -> verdict(VerdictBits.SKIPPED);
            case RESTART -> verdict(VerdictBits.RESTART);
            case FULL -> kind == EventKind.STREAM_DATA && !event.has(EventFlags.DELTA);
            case DELTA -> kind == EventKind.STREAM_DATA && event.has(EventFlags.DELTA);
            case RESUMED -> kind == EventKind.STREAM_RESUME || kind == EventKind.STREAM_RESUMED;
            case HEARTBEAT -> kind == EventKind.HEARTBEAT || kind == EventKind.PING || kind == EventKind.PONG;
            case ERROR -> event.has(EventFlags.FAILED);
            case UNDECODABLE -> kind == EventKind.UNDECODABLE || kind == EventKind.UPDATE_UNDECODABLE;
            case MARKED -> isMarked();
            case TRUNCATED -> event.has(EventFlags.CUT);
        };
    }

    private boolean verdict(int bit) {
        return (verdicts.applyAsInt(event.index()) & bit) != 0;
    }

    private @Nullable Bytes payload() {
        if (!payloadKnown) {
            payload = Payloads.of(event);
            payloadKnown = true;
        }
        return payload;
    }

    @Override
    public @Nullable JsonNode json() {
        Bytes bytes = payload();
        try {
            return bytes == null || bytes.isEmpty() ? null : JsonMapper.shared().readTree(bytes.unsafeArray());
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    public boolean payloadContains(Needle needle) {
        Bytes bytes = payload();
        return bytes != null && needle.isIn(bytes.unsafeArray(), 0, bytes.size());
    }
}
