// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A logical stream: the numbered states of an actor, across the streams that reconnects and restarts give it.
 *
 * <p>It opens with its first listener or subscriber. A listener that comes later than others hears the newest state first. The
 * listeners of one stream are called in turn, so that a slow one holds up the others: who needs a pace of its own subscribes to
 * {@link #events()} or {@link #values()}, or observes another stream. Safe for use by any thread.
 *
 * <p>As long as somebody listens, nobody needs to refer to it. A stream that nobody refers to <em>and</em> nobody listens to is
 * closed: within a heartbeat interval after the garbage collector has found it; a tap is told.
 *
 * @param <T> the state
 */
public interface ActorStream<T> extends AutoCloseable {

    /** Adds a listener; see {@link StreamListener} for how it is called. */
    Registration listen(StreamListener<T> listener);

    /** Adds a listener of every event, which is called as a {@link StreamListener} is. */
    Registration listen(Consumer<StreamEvent<T>> listener);

    /** Everything, in order. Each subscriber has a queue of its own; demand counts events. */
    Flow.Publisher<StreamEvent<T>> events();

    /** The states alone, then completion when the stream ends, or the error. */
    Flow.Publisher<T> values();

    /** How far the newest state can be vouched for. */
    Freshness freshness();

    /**
     * Says how soon this stream catches up where many must, as after a new connection: those of higher priority ask the server first.
     * Give what a person looks at a higher one than what is hidden. May be changed at any time, before the stream is opened too.
     *
     * @param priority any number; 0 in the beginning
     */
    void priority(int priority);

    /**
     * Changes the filter of the stream while it goes on: the subscription, its listeners and its place stay. The current state comes
     * at once in the way of the new filter, if it passes that and looks different. Before the stream is open, it is what it opens
     * with.
     *
     * <p>A change is not lost with a connection: the next one begins with the filter that was asked for last. A version 2 server can't
     * change a filter: the client applies the new one itself, or observes afresh where the old one is applied by that server. A state
     * that the client shows anew has the number that it had.
     *
     * @param filter {@link StreamFilter#ALL} for none
     * @return completed on the client's executor when the filter decides; with a
     *     {@link dev.trebuchetfx.client.error.StreamFailedException} where the server refuses it, and the one before stays, or where the
     *     stream ends
     * @throws dev.trebuchetfx.protocol.filter.InvalidFilterException if the filter can't be used
     */
    CompletableFuture<Void> changeFilter(StreamFilter filter);

    /**
     * Ends the stream for all of its listeners: the server is told, and they hear only one thing more, that it has ended since the
     * client unsubscribed. {@link #values()} completes. Who listens or subscribes later hears that at once. More than once does no harm.
     */
    @Override
    void close();
}
