// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.fault.Fault;
import java.util.UUID;

/** A connection as its streams see it. Safe for use by any thread. */
public interface Subscriber {
    /** Whose connection it is. */
    String principal();

    /** Whether the peer has shown the extension on this connection. */
    boolean speaksExtension();

    /** Queues one message, behind what is queued already; does nothing after the end. */
    void send(Envelope envelope);

    /** Queues an update that a fault hits on its way: it comes late, twice, unreadable or not at all. */
    void send(Envelope update, UUID streamId, Fault.OfUpdates fault);

    /** Runs what sends several messages, which then leave together where that is less work. */
    default void together(Runnable sending) {
        sending.run();
    }

    /** Whether so much is queued that updates had better wait. Never after the end. */
    boolean isCongested();

    /** Calls {@link Outlet#roomAgain} once, as soon as updates need not wait any more; never after the end. */
    void awaitRoom(Outlet outlet);

    /**
     * Notes that a stream is bound to this connection, to be told when it closes.
     *
     * @return false if the connection is closed already
     */
    boolean attach(Outlet outlet);

    /** Forgets a stream that is bound to this connection no longer. */
    void detach(Outlet outlet);
}
