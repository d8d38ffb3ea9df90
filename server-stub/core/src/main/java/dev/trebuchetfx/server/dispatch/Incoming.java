// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.server.dispatch.AccessRule.Question;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages that come on one connection: counted, held to their principal's rate, read, and dispatched in order. While a rule is asked about
 * one of them, the later ones wait.
 *
 * <p>{@link #message} is for the transport's thread, one call at a time; the rest goes on wherever a rule answers. Its lock guards what waits
 * and is never held while other code is called.
 */
final class Incoming {
    /** The bytes of waiting messages above which the connection is not read; and those above which it is closed. */
    private static final long PAUSE_ABOVE = 256 << 10;

    private static final long CLOSE_ABOVE = 8 << 20;

    /** A guess at the heap that a message takes beside its bytes. */
    private static final int BYTES_FOR_EACH = 256;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ClientConnection connection;
    private final EnvelopeCodec codec;
    private final Dispatcher dispatcher;
    private final MessageRates.Share rate;
    private final TrafficCounts counts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean asking;

    private record Waiting(Envelope envelope, long bytes) {}

    Incoming(
            ClientConnection connection,
            EnvelopeCodec codec,
            Dispatcher dispatcher,
            MessageRates.Share rate,
            TrafficCounts counts) {
        this.connection = connection;
        this.codec = codec;
        this.dispatcher = dispatcher;
        this.rate = rate;
        this.counts = counts;
    }

    void message(Bytes message) {
        connection.heard();
        counts.message();
        Duration debt = rate.take(message.size());
        if (debt.isPositive()) {
            counts.pause();
            connection.pauseReading(debt);
        }
        Envelope envelope;
        try {
            envelope = codec.decode(message);
        } catch (WireException e) {
            // Nothing tells which call it was, so there is nobody to answer.
            counts.unreadable();
            connection
                    .log()
                    .say(
                            LimitedLog.Kind.UNREADABLE,
                            "Dropped a message of " + message.size() + " bytes from " + connection.principal() + ": "
                                    + e.getMessage());
            return;
        }
        if (!dispatcher.isGuarded()) {
            dispatcher.dispatch(envelope, connection, null);
        } else {
            enqueue(new Waiting(envelope, message.size() + BYTES_FOR_EACH));
        }
    }

    private void enqueue(Waiting message) {
        long bytes;
        boolean first;
        lock.lock();
        try {
            waiting.add(message);
            waitingBytes += message.bytes();
            bytes = waitingBytes;
            first = !asking;
            asking = true;
        } finally {
            lock.unlock();
        }
        if (bytes > CLOSE_ABOVE) {
            connection.closeAsTooMuch(
                    bytes + " bytes wait for the server's authorizer, at most " + CLOSE_ABOVE + " may");
        } else if (bytes > PAUSE_ABOVE) {
            connection.pauseReading(PAUSE);
        }
        if (first) {
            goOn();
        }
    }

    /** Dispatches what waits, up to the next question. Only one thread at a time does so. */
    private void goOn() {
        for (Envelope next = next(); next != null; next = next()) {
            Question question = dispatcher.question(next, connection);
            if (question != null) {
                Envelope asked = next;
                dispatcher.ask(question, line -> connection.log().say(LimitedLog.Kind.AUTHORIZER, line), refusal -> {
                    if (refusal != null) {
                        counts.refused();
                    }
                    dispatcher.dispatch(asked, connection, refusal);
                    goOn();
                });
                return;
            }
            dispatcher.dispatch(next, connection, null);
        }
    }

    private @Nullable Envelope next() {
        lock.lock();
        try {
            if (connection.isClosed()) {
                waiting.clear();
                waitingBytes = 0;
            }
            Waiting next = waiting.poll();
            asking = next != null;
            if (next == null) {
                return null;
            }
            waitingBytes -= next.bytes();
            return next.envelope();
        } finally {
            lock.unlock();
        }
    }
}
