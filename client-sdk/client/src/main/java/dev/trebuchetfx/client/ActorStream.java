// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangingListener;
import dev.trebuchetfx.client.change.ChangingState;
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

    /** Returns a publisher of every event, in order. Each subscriber has a queue of its own; demand counts events. */
    Flow.Publisher<StreamEvent<T>> events();

    /** Returns a publisher of the states alone. It completes when the stream ends, and signals the error where it fails. */
    Flow.Publisher<T> values();

    /** Returns the degree to which the client can vouch for the newest state. */
    Freshness freshness();

    /**
     * Sets how soon this stream catches up where many must, as after a new connection: streams of higher priority ask the server first.
     * Give a stream that a person looks at a higher one than a hidden stream. May be called at any time, before the stream is opened too.
     *
     * @param priority any number; the default is 0
     */
    void priority(int priority);

    /**
     * Changes the filter of the stream while it goes on: the subscription, its listeners and its position stay. The current state is
     * shown at once if it passes the new filter and looks different. Before the stream is open, this sets the filter that it opens with.
     *
     * <p>A change is not lost with a connection: the next connection begins with the filter that was asked for last. A version 2 server can't
     * change a filter: the client applies the new one itself, or observes afresh where the old one is applied by that server. A state
     * that the client shows anew has the number that it had.
     *
     * @param filter the filter, or {@link StreamFilter#ALL} for none
     * @return a future that is completed on the client's executor when the filter decides; with a
     *     {@link dev.trebuchetfx.client.error.StreamFailedException} where the server refuses it, and the one before stays, or where the
     *     stream ends
     * @throws dev.trebuchetfx.protocol.filter.InvalidFilterException if the filter can't be used
     */
    CompletableFuture<Void> changeFilter(StreamFilter filter);

    /**
     * Follows this stream with optimistic changes: a change of its actor shows at once, and the call for it follows.
     *
     * @param listener hears of each state that is to be shown, from now on
     * @return the state, which the caller closes; the stream stays open
     */
    ChangingState<T> changing(ChangeOptions<T> options, ChangingListener<T> listener);

    /**
     * Ends the stream for all of its listeners: the server is told, and they hear one thing more, that the client unsubscribed.
     * {@link #values()} completes. A listener or subscriber that comes later hears that at once. More than once does no harm.
     */
    @Override
    void close();
}
