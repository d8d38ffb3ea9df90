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

    /** Takes an update, with a state to show. */
    default void onUpdate(Update<T> update) {}

    /** Takes a change of freshness, with its reason in words. */
    default void onFreshness(Freshness freshness, String why) {}

    /** Takes the start of a stream of the server, which numbers anew. */
    default void onStarted(Started<T> started) {}

    /** Takes a gap: updates are missing here, or have come after all. */
    default void onGap(GapReport gap) {}

    /** Takes the answer to a resume. */
    default void onResumed(ResumeReport report) {}

    /** Takes an update that came again and is not shown. */
    default void onDuplicate(Duplicate<T> duplicate) {}

    /** Takes an update that could not be read and is not shown. */
    default void onUndecodable(Undecodable<T> undecodable) {}

    /** Takes the news that the stream was restarted again and again in vain, and waits before it asks again. */
    default void onRestartsSlowed(RestartsSlowed<T> slowed) {}

    /** Takes the news that the shown state had come to differ from the server's, which is shown by now or comes next. */
    default void onDrifted(Drifted<T> drifted) {}

    /** Takes the end of the stream, by the server or by the application. This is the last call. */
    default void onEnded(StreamEndReason reason) {}

    /** Takes the error of a stream that can't go on. This is the last call. */
    default void onFailed(TrebuchetException error) {}

    /** Takes every event; calls the method for its kind. */
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
