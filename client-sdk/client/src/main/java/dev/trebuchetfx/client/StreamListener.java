// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.StreamEvent.Drifted;
import dev.trebuchetfx.client.event.StreamEvent.Duplicate;
import dev.trebuchetfx.client.event.StreamEvent.Ended;
import dev.trebuchetfx.client.event.StreamEvent.Failed;
import dev.trebuchetfx.client.event.StreamEvent.FreshnessChanged;
import dev.trebuchetfx.client.event.StreamEvent.Gap;
import dev.trebuchetfx.client.event.StreamEvent.RestartsSlowed;
import dev.trebuchetfx.client.event.StreamEvent.Resumed;
import dev.trebuchetfx.client.event.StreamEvent.Started;
import dev.trebuchetfx.client.event.StreamEvent.Undecodable;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.util.function.Consumer;

/**
 * A listener of one stream. Override {@link #onUpdate} and whatever else matters, or {@link #onEvent} alone for everything; a lambda
 * that takes {@link StreamEvent}s can be given to {@link ActorStream#listen(java.util.function.Consumer)} instead.
 *
 * <p>Called in order, one call at a time, on the client's executor, never on the network's thread: it may block, and is then
 * given a newer state or fails, as {@link dev.trebuchetfx.client.option.Delivery} says.
 *
 * @param <T> the state
 */
public interface StreamListener<T> {

    /** Returns a listener of updates that ignores everything else: freshness, gaps and the end too. */
    static <T> StreamListener<T> ofUpdates(Consumer<? super Update<T>> onUpdate) {
        return new StreamListener<>() {
            @Override
            public void onUpdate(Update<T> update) {
                onUpdate.accept(update);
            }
        };
    }

    /** Shows a state. */
    default void onUpdate(Update<T> update) {}

    /** What is shown can be vouched for more, or less, than before. */
    default void onFreshness(Freshness freshness, String why) {}

    /** The server numbers anew. */
    default void onStarted(Started<T> started) {}

    /** Updates are missing here, or came after all. */
    default void onGap(GapReport gap) {}

    /** A resume was answered. */
    default void onResumed(ResumeReport report) {}

    /** An update came again and is not shown. */
    default void onDuplicate(Duplicate<T> duplicate) {}

    /** An update could not be read and is not shown. */
    default void onUndecodable(Undecodable<T> undecodable) {}

    /** The stream is restarted again and again and nothing new comes of it: it waits before it asks again. */
    default void onRestartsSlowed(RestartsSlowed<T> slowed) {}

    /** What was shown had come to differ from the server's state, which is shown now or comes next. */
    default void onDrifted(Drifted<T> drifted) {}

    /** The server ended the stream, or it was closed here; the last call. */
    default void onEnded(StreamEndReason reason) {}

    /** The stream can't go on; the last call. */
    default void onFailed(TrebuchetException error) {}

    /** Every event; calls the method for its kind. */
    default void onEvent(StreamEvent<T> event) {
        switch (event) {
            case Update<T> update -> onUpdate(update);
            case FreshnessChanged<T>(var freshness, var why) -> onFreshness(freshness, why);
            case Started<T> started -> onStarted(started);
            case Gap<T>(var report) -> onGap(report);
            case Resumed<T>(var report) -> onResumed(report);
            case Duplicate<T> duplicate -> onDuplicate(duplicate);
            case Undecodable<T> undecodable -> onUndecodable(undecodable);
            case RestartsSlowed<T> slowed -> onRestartsSlowed(slowed);
            case Drifted<T> drifted -> onDrifted(drifted);
            case Ended<T>(var reason) -> onEnded(reason);
            case Failed<T>(var error) -> onFailed(error);
        }
    }
}
