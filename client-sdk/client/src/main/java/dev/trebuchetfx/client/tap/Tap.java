// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.tap;

import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;

/**
 * Sees everything that happens in a client.
 *
 * <p>The law for implementations: be fast, take no lock that others hold for long, do not throw, do not change anything, do
 * not call the client. Events come in order, one at a time, on the client's own thread: what is slow here slows the client.
 * What is thrown is logged and dropped.
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
 * <p>What happens with every message is told by a method of its own, with references alone: a tap that only remembers what it was
 * given costs no object an event. Whoever does not override these methods gets the same as events.
 */
@FunctionalInterface
public interface Tap {
    /** Something happened. */
    void onEvent(TapEvent event);

    /**
     * A message was handed to the transport, or came.
     *
     * @param time nanoseconds since 1970-01-01T00:00:00Z
     * @param frame the message as it travels, every byte
     */
    default void onMessage(long time, int connection, boolean sent, Envelope envelope, Bytes frame) {
        onEvent(
                sent
                        ? new TapEvent.MessageSent(TapEvent.instant(time), connection, envelope, frame)
                        : new TapEvent.MessageReceived(TapEvent.instant(time), connection, envelope, frame));
    }

    /** An update came in its place and goes to the subscriber. {@code time} as in {@link #onMessage}. */
    default void onUpdateAccepted(long time, int stream, StreamDataEnvelope data, UpdateKind kind) {
        onEvent(new TapEvent.UpdateAccepted(
                TapEvent.instant(time), stream, data.streamID(), data.sequenceNumber(), kind, data.data()));
    }

    /**
     * Whether to be told of what goes as it should, too: positions taken, calls begun and ended. A tap that says no now and yes
     * later is heard each time.
     */
    default boolean wantsRoutine() {
        return true;
    }
}
