// SPDX-License-Identifier: Apache-2.0
/**
 * The event log: every event of a capture as columns of primitives, and its bytes beside them.
 *
 * <p>Sources make {@link dev.trebuchetfx.inspector.capture.CapturedEvent}s, with {@link dev.trebuchetfx.inspector.capture.TapEvents}
 * from what a client tells its taps, or with {@link dev.trebuchetfx.inspector.capture.FrameEvents} from bare frames, and give them to
 * an {@link dev.trebuchetfx.inspector.capture.EventSink}: an {@link dev.trebuchetfx.inspector.capture.EventLog}, or a file.
 *
 * <p>Readers take a {@link dev.trebuchetfx.inspector.capture.LogView} of the log, a prefix that never changes, and walk over it with a
 * {@link dev.trebuchetfx.inspector.capture.LogCursor}:
 *
 * <pre>{@code
 * LogView view = log.view();
 * LogCursor event = view.cursor();
 * for (long index = Math.max(next, view.first()); event.moveTo(index); index++) {
 *     if (event.kind() == EventKind.STREAM_DATA && event.has(EventFlags.DELTA)) { … event.sequence() … event.stream() … }
 * }
 * next = view.end();
 * }</pre>
 *
 * <p>Columns (time, kind, flags, stream, sequence, skipped, base, call, connection, size) are array reads. {@code body()} is the frame
 * exactly as it travelled and may read a file; {@code envelope()} and {@code notice()} parse it. An event's index never changes and is
 * its identity everywhere: rows, selections, marks. Names of streams and connections are interned; a stream's name may become fuller,
 * never another.
 *
 * <p>Nothing goes silently: {@code holes()} says what was evicted, not recorded or damaged, and where.
 */
@NullMarked
package dev.trebuchetfx.inspector.capture;

import org.jspecify.annotations.NullMarked;
