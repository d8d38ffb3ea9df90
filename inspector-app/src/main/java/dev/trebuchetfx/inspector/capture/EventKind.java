// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event is. {@link #code()} and {@link #word()} are what capture files hold: they never change, and a code is never used
 * again for something else.
 */
public enum EventKind {
    // Messages of the protocol, as frames on the wire.
    INVOCATION(1, "invocation"),
    RESPONSE(2, "response"),
    STREAM_START(3, "streamStart"),
    STREAM_DATA(4, "streamData"),
    STREAM_END(5, "streamEnd"),
    STREAM_ERROR(6, "streamError"),
    STREAM_RESUME(7, "streamResume"),
    STREAM_RESUMED(8, "streamResumed"),
    STREAM_UPDATE(9, "streamUpdate"),
    STREAM_UPDATED(10, "streamUpdated"),
    HEARTBEAT(11, "heartbeat"),
    /** A message of a type that this version does not know. */
    UNKNOWN(12, "unknown"),
    /** A frame that is no message of the protocol. */
    UNDECODABLE(13, "undecodable"),

    // Frames of the WebSocket protocol itself; seen by a proxy.
    PING(20, "ping"),
    PONG(21, "pong"),
    /** The body is the frame's: two bytes of code, then the reason. */
    CLOSE(22, "close"),

    /** A proxy has brought a fault about on request; the body says which, in words. No frame. */
    FAULT(23, "fault"),

    // What a client noticed; no frame.
    CONNECTION(32, "connection"),
    STREAM_OPENED(33, "opened"),
    STREAM_STARTED(34, "started"),
    /** An update was accepted in its place; the frame that carried it is a {@link #STREAM_DATA} before. */
    UPDATE_ACCEPTED(35, "accepted"),
    DUPLICATE(36, "duplicate"),
    GAP(37, "gap"),
    UPDATE_UNDECODABLE(38, "updateUndecodable"),
    RESUME_SENT(39, "resumeSent"),
    RESUME_ANSWERED(40, "resumeAnswered"),
    FRESHNESS(41, "freshness"),
    POSITION(42, "position"),
    CONFLATED(43, "conflated"),
    CHECKPOINT_RESTORED(44, "checkpointRestored"),
    CHECKPOINTS_WRITTEN(45, "checkpointsWritten"),
    CHECKPOINTS_IMPAIRED(46, "checkpointsImpaired"),
    STREAM_CLOSED(47, "closed"),
    CALL_STARTED(48, "callStarted"),
    CALL_ENDED(49, "callEnded"),
    RESTARTS_SLOWED(50, "restartsSlowed"),
    CHECKPOINT_DROPPED(51, "checkpointDropped"),
    FILTER_SETTLED(52, "filterSettled"),
    /** The client's own filter leaves an update out; the frame that carried it is a {@link #STREAM_DATA} before. */
    LEFT_OUT(53, "leftOut"),
    DRIFT(54, "drift"),
    LINE_ADAPTED(55, "lineAdapted"),

    /** An event of a later version, told by a capture file; its body is kept. */
    LATER(127, "later");

    private static final EventKind[] BY_CODE = new EventKind[128];
    private static final Map<String, EventKind> BY_WORD = new HashMap<>();

    static {
        for (EventKind kind : values()) {
            BY_CODE[kind.code] = kind;
            BY_WORD.put(kind.word, kind);
        }
    }

    private final byte code;
    private final String word;

    EventKind(int code, String word) {
        this.code = (byte) code;
        this.word = word;
    }

    /** Its number in a capture file. */
    public byte code() {
        return code;
    }

    /** Its name in a capture file, and for people. */
    public String word() {
        return word;
    }

    /** The kind with this number; {@link #LATER} where this version knows none. */
    public static EventKind ofCode(int code) {
        EventKind kind = code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
        return kind == null ? LATER : kind;
    }

    /** The kind with this name; null for none. */
    public static @Nullable EventKind ofWord(String word) {
        return BY_WORD.get(word);
    }

    /** Whether the body is a message that travelled, readable or not. */
    public boolean isMessage() {
        return code <= UNDECODABLE.code;
    }

    /** Whether the body is a frame that travelled: a message, or a control frame. */
    public boolean isFrame() {
        return code <= CLOSE.code;
    }
}
