// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

/** Bits that tell more of an event; the same in capture files. A frame without {@link #SENT} was received. */
public final class EventFlags {
    /** Went from client to server. */
    public static final int SENT = 1;
    /** Travelled as a text frame; otherwise as a binary one. */
    public static final int TEXT = 1 << 1;
    /** An update that carries a whole state in a StateDelta, or was accepted as one. */
    public static final int FULL = 1 << 2;
    /** An update that carries a change. */
    public static final int DELTA = 1 << 3;
    /** An update that was accepted as part of a replay. */
    public static final int REPLAY = 1 << 4;
    /** An update that names the number it starts from. */
    public static final int BASED = 1 << 5;
    /** That number is another than the one before it and what was skipped; it stands in the message. */
    public static final int ODD_BASE = 1 << 6;
    /** Tells of a failure. */
    public static final int FAILED = 1 << 7;
    /** Secrets were taken out of the body before it was stored: it is not what travelled. */
    public static final int REDACTED = 1 << 8;
    /** The body is only the beginning of what travelled. */
    public static final int CUT = 1 << 9;
    /** Travelled in more than one frame. */
    public static final int FRAGMENTED = 1 << 10;
    /** Travelled compressed; the body is not. */
    public static final int COMPRESSED = 1 << 11;
    /** An invocation that opens a stream. */
    public static final int OPENS_STREAM = 1 << 12;

    private EventFlags() {}
}
