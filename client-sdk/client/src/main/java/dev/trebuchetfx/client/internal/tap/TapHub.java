// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.tap;

import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.Taps;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The taps of one client, and the way by which the client tells them.
 *
 * <p>Safe for use by any thread. An event is built only where {@link #isActive()}, so that a client that nobody watches pays one
 * read.
 */
public final class TapHub implements Taps {
    private static final Logger LOG = LoggerFactory.getLogger(TapHub.class);

    /** The attached taps. The array is replaced as a whole, so that walking through it makes no iterator. */
    private volatile Tap[] taps = {};

    @Override
    public synchronized Registration attach(Tap tap) {
        Tap[] more = Arrays.copyOf(taps, taps.length + 1);
        more[taps.length] = tap;
        taps = more;
        return () -> detach(tap);
    }

    private synchronized void detach(Tap tap) {
        taps = Arrays.stream(taps).filter(attached -> attached != tap).toArray(Tap[]::new);
    }

    /** Returns whether anybody watches: the caller of {@link #emit} asks before it builds an event. */
    public boolean isActive() {
        return taps.length > 0;
    }

    /** Returns whether anybody wants {@link Tap#wantsRoutine() routine} events: their caller asks before it builds one. */
    public boolean wantsRoutine() {
        for (Tap tap : taps) {
            try {
                if (tap.wantsRoutine()) {
                    return true;
                }
            } catch (Throwable e) {
                failed("the question what it wants", e);
            }
        }
        return false;
    }

    /** Gives {@code event} to every tap. Called by the client on its own thread. */
    public void emit(TapEvent event) {
        for (Tap tap : taps) {
            try {
                tap.onEvent(event);
            } catch (Throwable e) {
                failed(event, e);
            }
        }
    }

    /** Gives a message to every tap, as {@link Tap#onMessage} says. Called by the client on its own thread. */
    public void message(long time, int connection, boolean sent, Envelope envelope, Bytes frame) {
        for (Tap tap : taps) {
            try {
                tap.onMessage(time, connection, sent, envelope, frame);
            } catch (Throwable e) {
                failed(envelope, e);
            }
        }
    }

    /** Gives an update to every tap, as {@link Tap#onUpdateAccepted} says. Called by the client on its own thread. */
    public void updateAccepted(long time, int stream, StreamDataEnvelope data, UpdateKind kind) {
        for (Tap tap : taps) {
            try {
                tap.onUpdateAccepted(time, stream, data, kind);
            } catch (Throwable e) {
                failed(data, e);
            }
        }
    }

    /** Logs that a tap failed, with the kind of the event alone: the contents of a message or a state do not belong in a log. */
    private static void failed(Object event, Throwable why) {
        String what = event instanceof String words ? words : event.getClass().getSimpleName();
        ForeignCode.log(LOG, "A tap failed on " + what + " and was ignored", why);
    }
}
