// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.tap;

import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;

/**
 * An observer of everything that happens in a client.
 *
 * <p>The law for implementations: be fast, take no lock that others hold for long, do not throw, do not change anything, do
 * not call the client. Events come in order, one at a time, on the client's own thread: a slow tap slows the client. An exception is
 * logged and dropped.
 *
 * <p>Events nest like this:
 *
 * <pre>
 * ConnectionChanged connecting … connected
 *   CallStarted → MessageSent → MessageReceived → CallEnded
 *   StreamOpened → (CheckpointRestored) → MessageSent → MessageReceived → StreamStarted
 *     MessageReceived → UpdateAccepted | DuplicateSeen | GapSeen | UpdateUndecodable
 *     PositionAdvanced (when the subscriber has taken it)
 *   CheckpointsWritten | CheckpointsImpaired (at any time)
 * ConnectionChanged reconnecting
 *     FreshnessChanged stale
 * ConnectionChanged connected
 *     ResumeSent → MessageSent → MessageReceived → ResumeAnswered → (StreamStarted) → UpdateAccepted …
 *   StreamClosed
 * ConnectionChanged closed
 * </pre>
 *
 * <p>Messages and updates have methods of their own, which take references alone: a tap that only keeps what it is given costs no
 * object an event. A tap that does not override these methods gets the same as events.
 */
@FunctionalInterface
public interface Tap {
    /** Takes an event. */
    void onEvent(TapEvent event);

    /**
     * Takes a message that was handed to the transport, or that came.
     *
     * @param time the time in nanoseconds since 1970-01-01T00:00:00Z
     * @param connection the number of the connection, from 1
     * @param sent true if the client sent it
     * @param frame the message as it travels, every byte
     */
    default void onMessage(long time, int connection, boolean sent, Envelope envelope, Bytes frame) {
        onEvent(
                sent
                        ? new TapEvent.MessageSent(TapEvent.instant(time), connection, envelope, frame)
                        : new TapEvent.MessageReceived(TapEvent.instant(time), connection, envelope, frame));
    }

    /** Takes an update that came in its place and goes to the subscriber; {@code time} is as in {@link #onMessage}. */
    default void onUpdateAccepted(long time, int stream, StreamDataEnvelope data, UpdateKind kind) {
        onEvent(new TapEvent.UpdateAccepted(
                TapEvent.instant(time), stream, data.streamID(), data.sequenceNumber(), kind, data.data()));
    }

    /**
     * Returns whether the tap wants to hear of routine too: positions taken, calls begun and ended. The client asks each time, so that
     * the answer may change.
     */
    default boolean wantsRoutine() {
        return true;
    }
}
