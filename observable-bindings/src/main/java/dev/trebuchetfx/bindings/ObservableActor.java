// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import dev.trebuchetfx.bindings.internal.feed.ActorFeed;
import dev.trebuchetfx.bindings.internal.feed.ActorProperties;
import dev.trebuchetfx.bindings.internal.feed.ClientFeedSource;
import dev.trebuchetfx.bindings.internal.feed.FeedSource;
import dev.trebuchetfx.bindings.internal.pulse.FxPulse;
import dev.trebuchetfx.bindings.internal.pulse.PulseScheduler;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import java.lang.ref.Cleaner;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The state of a remote actor as JavaFX properties and lists.
 *
 * <p><b>Threads.</b> Properties and lists change on the FX thread only, in one run per pulse for all actors together, however
 * many updates came since the last one. The states between are not shown. Functions that are given to {@link #list} and
 * {@link #select} are called on the client's threads, and once on the caller's thread for the state at hand; what differs
 * between two states is worked out there too. Every method may be called on any thread; values are read on the FX thread.
 *
 * <p><b>Order.</b> In a run, all properties of an actor first take their values. Then its lists change, one after the other in
 * the order in which they were asked for, and tell their listeners. Then the listeners of parts are told, of the state, and
 * last those of how fresh it is. So a listener of a part or of the state finds everything new; a listener of a list finds every property new.
 * A listener that fails stops nobody else; what it throws goes to the FX thread's uncaught exception handler.
 *
 * <p>Listeners run within a pulse, where JavaFX allows no nested event loop: open a dialog by {@code show()}, or
 * {@code showAndWait()} in {@code Platform.runLater}.
 *
 * <p><b>Life.</b> The stream ends with {@link #close()}, or some time after nobody refers to the actor, to any of its
 * properties or to any of its lists any more. A control that shows a list refers to it, and a bound property to its source;
 * a listener does not, so keep the actor in a field as long as listeners shall hear of it. A list or part that nobody refers
 * to is no longer worked for.
 *
 * @param <S> the state: an immutable value
 */
public final class ObservableActor<S> implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final ActorFeed<S> feed;
    private final ActorProperties<S> properties;
    private final Cleaner.Cleanable closing;

    private ObservableActor(ActorFeed<S> feed) {
        this.feed = feed;
        this.properties = feed.open(this);
        // Names the feed alone: the action must not hold the actor.
        this.closing = CLEANER.register(this, feed::close);
    }

    /**
     * Observes {@code stream}, which the actor closes when it is closed itself. Of several actors with one stream the last one does.
     * A stream that is closed under the actor leaves it stale.
     *
     * @throws IllegalStateException if JavaFX has not been started
     */
    public static <S> ObservableActor<S> of(TrebuchetClient client, ActorStream<S> stream) {
        return of(new ClientFeedSource<>(client, stream), FxPulse.shared());
    }

    static <S> ObservableActor<S> of(FeedSource<S> source, PulseScheduler pulse) {
        return new ObservableActor<>(new ActorFeed<>(source, pulse));
    }

    /** The state shown; null before the first. */
    public ReadOnlyObjectProperty<@Nullable S> stateProperty() {
        return properties.state();
    }

    /** Value of {@link #stateProperty()}. */
    public @Nullable S getState() {
        return stateProperty().get();
    }

    /** Where the client's connection is. */
    public ReadOnlyObjectProperty<ConnectionState> connectionStateProperty() {
        return properties.connectionState();
    }

    /** Value of {@link #connectionStateProperty()}. */
    public ConnectionState getConnectionState() {
        return connectionStateProperty().get();
    }

    /** Whether what is shown may differ from the server's state; see {@link Freshness#isStale()}. */
    public ReadOnlyBooleanProperty staleProperty() {
        return properties.stale();
    }

    /** Value of {@link #staleProperty()}. */
    public boolean isStale() {
        return staleProperty().get();
    }

    /** How far what is shown can be vouched for. */
    public ReadOnlyObjectProperty<Freshness> freshnessProperty() {
        return properties.freshness();
    }

    /** Value of {@link #freshnessProperty()}. */
    public Freshness getFreshness() {
        return freshnessProperty().get();
    }

    /** When the server sent the state shown, in its clock and whole seconds; null before the first. */
    public ReadOnlyObjectProperty<@Nullable Instant> lastUpdatedProperty() {
        return properties.lastUpdated();
    }

    /** Value of {@link #lastUpdatedProperty()}. */
    public @Nullable Instant getLastUpdated() {
        return lastUpdatedProperty().get();
    }

    /**
     * What the state shown suffers from: the stream failed, an update could not be read, or a function given to {@link #list}
     * or {@link #select} failed, on the state at hand or on a later one, in whatever way. Null where there is nothing, and again once a
     * later update can be shown.
     */
    public ReadOnlyObjectProperty<@Nullable TrebuchetException> errorProperty() {
        return properties.error();
    }

    /** Value of {@link #errorProperty()}. */
    public @Nullable TrebuchetException getError() {
        return errorProperty().get();
    }

    /**
     * The last gap in the stream; null where there was none. Of several between two pulses only the last is seen here: listen to
     * the stream itself for each.
     */
    public ReadOnlyObjectProperty<@Nullable GapReport> lastGapProperty() {
        return properties.lastGap();
    }

    /** How the last resume ended; null where there was none. */
    public ReadOnlyObjectProperty<@Nullable ResumeReport> lastResumeProperty() {
        return properties.lastResume();
    }

    /**
     * A list within the state that changes by as little as possible, so that selection, focus and scroll position survive.
     * Empty before the first state that the functions can be called with; read only.
     *
     * <p>A listener of yours gets one change a pulse: a permutation of what stays, if any, and then what was removed, inserted
     * and, where items are not equal, replaced. Many scattered places are reported as one wider replacement where that is less
     * work. JavaFX's own consumers, that is controls, transformation lists, list properties and content bindings, get the same
     * in single steps, which they can follow; so does a {@link javafx.beans.WeakListener} of yours.
     *
     * <p>Ids that are null or not unique do no harm, but then everything between the first and the last difference is replaced.
     *
     * @param items the list within a state; a pure function that answers no null
     * @param id what stays the same when an item changes or moves: not null, different for each item; a pure function
     * @return each call makes a list of its own: call once and keep it. A control and a transformation list refer to it, a
     *     content binding does not
     */
    public <T> ObservableList<T> list(Function<? super S, ? extends List<T>> items, Function<? super T, ?> id) {
        return feed.list(this, Objects.requireNonNull(items, "items"), Objects.requireNonNull(id, "id"));
    }

    /**
     * A part of the state; null before the first state that the function can be called with. Its listeners are told only when the part itself is another one.
     *
     * @param part a pure function
     * @return each call makes a property of its own: call once and keep it
     */
    public <V> ReadOnlyObjectProperty<@Nullable V> select(Function<? super S, ? extends @Nullable V> part) {
        return feed.select(this, Objects.requireNonNull(part, "part"));
    }

    /** Ends the stream. Properties and lists keep what they show, marked as stale. More than once does no harm. */
    @Override
    public void close() {
        closing.clean();
    }
}
