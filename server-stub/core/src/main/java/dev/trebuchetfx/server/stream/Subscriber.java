// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import org.jspecify.annotations.Nullable;

/** A connection as its streams see it. Safe for use by any thread. */
public interface Subscriber {
    /** Returns whose connection it is. */
    String principal();

    /** Returns whether the peer has shown the extension on this connection. */
    boolean speaksExtension();

    /** Takes up one of the streams that the connection may have and returns null, or returns why it may have no more. */
    default @Nullable String reserveStream() {
        return null;
    }

    /** Gives back what {@link #reserveStream} took up. */
    default void releaseStream() {}

    /** Queues a message that is no update, behind what is queued already. Does nothing after the end. */
    void send(Envelope envelope);

    /**
     * Queues an update, behind what is queued already. Does nothing after the end.
     *
     * @param data the encoding of the update's data, which the subscribers of one state share
     * @param passage how it passes; not lost
     */
    void sendUpdate(StreamDataEnvelope update, EncodedData data, Passage passage);

    /** Runs {@code sending}; the messages that it sends leave together where that is less work. */
    default void together(Runnable sending) {
        hold();
        try {
            sending.run();
        } finally {
            release();
        }
    }

    /** Says that messages follow, which may leave together at {@link #release}. */
    default void hold() {}

    /** Lets what was held leave; to be called once for each {@link #hold}. */
    default void release() {}

    /** Returns whether so much is queued that updates had better wait; false after the end. */
    boolean isCongested();

    /** Calls {@link Outlet#roomAgain} once, as soon as updates need not wait any more; never after the end. */
    void awaitRoom(Outlet outlet);

    /**
     * Notes that a stream is bound to this connection, so that its outlet is told when the connection closes.
     *
     * @return false if the connection is closed already
     */
    boolean attach(Outlet outlet);

    /** Forgets a stream that is bound to this connection no longer. */
    void detach(Outlet outlet);
}
