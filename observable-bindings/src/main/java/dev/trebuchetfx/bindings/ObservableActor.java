// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import dev.trebuchetfx.bindings.internal.feed.ActorFeed;
import dev.trebuchetfx.bindings.internal.feed.ActorMaker;
import dev.trebuchetfx.bindings.internal.feed.ActorProperties;
import dev.trebuchetfx.bindings.internal.feed.ClientFeedSource;
import dev.trebuchetfx.bindings.internal.feed.FeedSource;
import dev.trebuchetfx.bindings.internal.pulse.FxPulse;
import dev.trebuchetfx.bindings.internal.pulse.PulseScheduler;
import dev.trebuchetfx.bindings.internal.scene.Sight;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ReplayProgress;
import dev.trebuchetfx.client.event.ResumeReport;
import java.lang.ref.Cleaner;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.collections.ObservableSet;
import javafx.scene.Node;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a remote actor as JavaFX properties and lists.
 *
 * <p><b>Threads.</b> Properties and lists change on the FX thread only. All actors are updated together, once in a pulse, with
 * their newest states; the states in between are not shown. The functions given to {@link #list} and {@link #select} are called
 * on the client's threads, and once on the caller's thread for the current state. The differences between two states are
 * computed on those threads too. Every method may be called on any thread; values are read on the FX thread.
 *
 * <p><b>Order.</b> In an update, all properties of an actor first take their new values. Then its lists change, one after the
 * other in the order in which they were created, and notify their listeners. After them the listeners of parts are notified,
 * then those of the state, and last those of its freshness. So a listener of a part or of the state finds everything up to date,
 * and a listener of a list finds every property up to date. A listener that throws does not keep others from being notified; its
 * exception goes to the FX thread's uncaught exception handler.
 *
 * <p>Listeners run within a pulse, where JavaFX allows no nested event loop. Open a dialog with {@code show()}, or call
 * {@code showAndWait()} in {@code Platform.runLater}.
 *
 * <p><b>Life.</b> The stream ends with {@link #close()}, or some time after nothing refers to the actor, its properties or its
 * lists any more. A control refers to the list that it shows, and a bound property to its source. A listener does not keep the
 * actor alive, so keep the actor in a field for as long as listeners are to be notified. A list or part that nothing refers to is
 * no longer updated.
 *
 * @param <S> the type of the state, which must be immutable
 */
public final class ObservableActor<S> implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    static {
        ActorMaker.install(ObservableActor::of);
    }

    /** The time out of sight after which an actor ends. */
    private static final Duration UNSEEN = Duration.seconds(30);

    private final ActorFeed<S> feed;
    private final ActorProperties<S> properties;
    private final PulseScheduler pulse;
    private final Cleaner.Cleanable closing;

    private ObservableActor(ActorFeed<S> feed, PulseScheduler pulse) {
        this.feed = feed;
        this.pulse = pulse;
        this.properties = feed.open(this);
        // Names the feed alone: the action must not hold the actor.
        this.closing = CLEANER.register(this, feed::close);
    }

    /**
     * Returns an actor that observes {@code stream}. Closing the actor closes the stream, unless another actor observes it too: then
     * the last of them closes it. If the stream is closed by other code, the actor becomes stale.
     *
     * @throws IllegalStateException if JavaFX has not been started
     */
    public static <S> ObservableActor<S> of(TrebuchetClient client, ActorStream<S> stream) {
        return of(client, stream, ChangeOptions.defaults());
    }

    /**
     * Returns an actor that observes {@code stream}, with options of its {@linkplain #change changes}.
     *
     * @param options must not refer to a window or to the actor, which would keep it alive
     * @throws IllegalStateException if JavaFX has not been started
     */
    public static <S> ObservableActor<S> of(TrebuchetClient client, ActorStream<S> stream, ChangeOptions<S> options) {
        return of(new ClientFeedSource<>(client, stream, options), FxPulse.shared());
    }

    /**
     * Returns an actor that observes one method of a remote actor.
     *
     * @param name the name under which the server exposes the actor
     * @param targetIdentifier the method as the server knows it; must begin with {@code observe}
     * @throws IllegalArgumentException if {@code targetIdentifier} does not begin with {@code observe}
     * @throws IllegalStateException if JavaFX has not been started
     */
    public static <S> ObservableActor<S> observe(
            TrebuchetClient client, String name, String targetIdentifier, Class<S> stateType) {
        return of(client, client.actor(name).observe(targetIdentifier, stateType));
    }

    /** Returns an actor as {@link #observe(TrebuchetClient, String, String, Class)} does, with options of its {@linkplain #change changes}. */
    public static <S> ObservableActor<S> observe(
            TrebuchetClient client,
            String name,
            String targetIdentifier,
            Class<S> stateType,
            ChangeOptions<S> options) {
        return of(client, client.actor(name).observe(targetIdentifier, stateType), options);
    }

    static <S> ObservableActor<S> of(FeedSource<S> source, PulseScheduler pulse) {
        return new ObservableActor<>(new ActorFeed<>(source, pulse), pulse);
    }

    /**
     * Returns an executor that runs a task on the FX thread in a pulse, after every update that came before the task has been applied to properties
     * and lists. With {@link dev.trebuchetfx.client.ActorRef#shownBy} the continuation of a call finds there what the call has done:
     *
     * <pre>{@code
     * client.actor("todos").shownBy(stream).call("addTodo", Todo.class, "Milk")
     *         .thenAcceptAsync(added -> list.getSelectionModel().select(added), todos.afterUpdates());
     * }</pre>
     */
    public Executor afterUpdates() {
        return task -> {
            ChangingState<S> changes = feed.changes();
            if (changes != null) {
                changes.release();
            }
            pulse.schedule(task);
        };
    }

    /**
     * Changes the state optimistically: the change shows with the next pulse, and the call that makes it at the server follows. It is taken back if the
     * server refuses the call; {@link PendingChange#result()} says why. {@link ChangingState} tells what is promised.
     *
     * <pre>{@code
     * todos.change(state -> state.renamed(id, title), RemoteCall.of("renameTodo", Void.class, id, title))
     *         .result().exceptionally(why -> { notice.show(why); return null; });
     * }</pre>
     *
     * @param edit returns the state after the change for a state before it; pure. It must not refer to controls
     * @param call the call by which the server makes the same change
     * @throws IllegalStateException if the actor does not observe a client's stream
     */
    public <R> PendingChange<R> change(UnaryOperator<S> edit, RemoteCall<R> call) {
        return changes().change(edit, call);
    }

    /**
     * Changes the state by the edit that {@link ChangeOptions} have for the call's method.
     *
     * @throws IllegalArgumentException if they have none
     * @throws IllegalStateException if the actor does not observe a client's stream
     */
    public <R> PendingChange<R> change(RemoteCall<R> call) {
        return changes().change(call);
    }

    private ChangingState<S> changes() {
        ChangingState<S> changes = feed.changes();
        if (changes == null) {
            throw new IllegalStateException(
                    "Expected an actor that observes a client's stream, but the states of this one can't be changed");
        }
        return changes;
    }

    /**
     * Returns the property of the changes that are under way, in the order in which they were made. It has another list whenever one is made, takes a step or
     * ends.
     */
    public ReadOnlyObjectProperty<List<PendingChange<?>>> pendingChangesProperty() {
        return properties.pending();
    }

    /** Returns the value of {@link #pendingChangesProperty()}. */
    public List<PendingChange<?>> getPendingChanges() {
        return pendingChangesProperty().get();
    }

    /** Returns the property of the state; its value is null before the first state. */
    public ReadOnlyObjectProperty<@Nullable S> stateProperty() {
        return properties.state();
    }

    /** Returns the value of {@link #stateProperty()}. */
    public @Nullable S getState() {
        return stateProperty().get();
    }

    /** Returns the property of the state of the client's connection. */
    public ReadOnlyObjectProperty<ConnectionState> connectionStateProperty() {
        return properties.connectionState();
    }

    /** Returns the value of {@link #connectionStateProperty()}. */
    public ConnectionState getConnectionState() {
        return connectionStateProperty().get();
    }

    /** Returns the property that is true while the state may differ from the server's; see {@link Freshness#isStale()}. */
    public ReadOnlyBooleanProperty staleProperty() {
        return properties.stale();
    }

    /** Returns the value of {@link #staleProperty()}. */
    public boolean isStale() {
        return staleProperty().get();
    }

    /** Returns the property of the freshness of the state, which says how far it can be relied on. */
    public ReadOnlyObjectProperty<Freshness> freshnessProperty() {
        return properties.freshness();
    }

    /** Returns the value of {@link #freshnessProperty()}. */
    public Freshness getFreshness() {
        return freshnessProperty().get();
    }

    /** Returns the property of the time at which the server sent the state, by its clock and in whole seconds; null before the first state. */
    public ReadOnlyObjectProperty<@Nullable Instant> lastUpdatedProperty() {
        return properties.lastUpdated();
    }

    /** Returns the value of {@link #lastUpdatedProperty()}. */
    public @Nullable Instant getLastUpdated() {
        return lastUpdatedProperty().get();
    }

    /**
     * Returns the property of the error that concerns the state: the stream failed, an update could not be read, or a function
     * given to {@link #list} or {@link #select} threw. Its value is null if there is no error, and again after a later update
     * could be shown.
     */
    public ReadOnlyObjectProperty<@Nullable TrebuchetException> errorProperty() {
        return properties.error();
    }

    /** Returns the value of {@link #errorProperty()}. */
    public @Nullable TrebuchetException getError() {
        return errorProperty().get();
    }

    /**
     * Returns the property of the last gap in the stream; null before the first gap. Of several gaps between two pulses, the
     * property shows only the last; listen to the stream to see each of them.
     */
    public ReadOnlyObjectProperty<@Nullable GapReport> lastGapProperty() {
        return properties.lastGap();
    }

    /** Returns the property of the report on the last resume; null before the first resume. */
    public ReadOnlyObjectProperty<@Nullable ResumeReport> lastResumeProperty() {
        return properties.lastResume();
    }

    /** Returns the property of the progress of the replay that is under way after a resume; null while there is none. */
    public ReadOnlyObjectProperty<@Nullable ReplayProgress> replayProgressProperty() {
        return properties.replayProgress();
    }

    /** Returns the value of {@link #replayProgressProperty()}. */
    public @Nullable ReplayProgress getReplayProgress() {
        return replayProgressProperty().get();
    }

    /**
     * Returns a read-only list that follows a list within the state. It changes by as little as possible, so that selection,
     * focus and scroll position survive. It is empty before the first state for which both functions return a value.
     *
     * <p>A listener of the application is notified of one change in a pulse: a permutation of the items that stay, if any, and then
     * the items that were removed, inserted or, because they are not equal, replaced. Many scattered differences are reported as
     * one wider replacement if that is less work. JavaFX's own consumers, namely controls, transformation lists, list properties
     * and content bindings, are notified in single steps, since they can't follow a combined change. A
     * {@link javafx.beans.WeakListener} of the application can't be told from theirs, and is notified in single steps too.
     *
     * <p>If ids are null or not unique, everything between the first and the last difference is replaced.
     *
     * @param items returns the list within a state; a pure function that never returns null
     * @param id returns what stays the same when an item changes or moves: not null, and different for each item; a pure function
     * @return a new list for each call, so call once and keep it. A control and a transformation list refer to the list, a content
     *     binding does not
     */
    public <T> ObservableList<T> list(Function<? super S, ? extends List<T>> items, Function<? super T, ?> id) {
        return feed.list(this, Objects.requireNonNull(items, "items"), Objects.requireNonNull(id, "id"));
    }

    /**
     * Returns a read-only list that follows a list within the state which a choice names, as a list of details follows the selection of a master. When the choice
     * changes, the list follows with the next pulse. It is empty while nothing is chosen, and before the first state.
     *
     * <pre>{@code
     * details.setItems(orders.list(table.getSelectionModel().selectedItemProperty(),
     *         (state, order) -> state.linesOf(order.id()), Line::id));
     * }</pre>
     *
     * <p>Called on the FX thread.
     *
     * @param choice the choice; its value is null while there is none. It does not keep the list alive
     * @param items returns the list for a state and a choice; a pure function that never returns null
     * @param id returns what stays the same when an item changes or moves, as for {@link #list(Function, Function)}
     */
    public <K, T> ObservableList<T> list(
            ObservableValue<? extends @Nullable K> choice,
            BiFunction<? super S, ? super K, ? extends List<T>> items,
            Function<? super T, ?> id) {
        return feed.list(
                this,
                Objects.requireNonNull(choice, "choice"),
                Objects.requireNonNull(items, "items"),
                Objects.requireNonNull(id, "id"));
    }

    /**
     * Returns a read-only map that follows a map within the state. Its listeners hear of each key that is gone, new or has a value that is not equal. It is empty before
     * the first state for which the function returns.
     *
     * @param entries returns the map within a state, without null keys or values; a pure function
     * @return a new map for each call, so call once and keep it
     */
    public <K, V> ObservableMap<K, V> map(Function<? super S, ? extends Map<K, V>> entries) {
        return feed.map(this, Objects.requireNonNull(entries, "entries"));
    }

    /**
     * Returns a read-only set that follows a collection within the state. It is empty before the first state for which the function returns.
     *
     * @param elements returns the collection within a state, without null; a pure function
     * @return a new set for each call, so call once and keep it
     */
    public <E> ObservableSet<E> set(Function<? super S, ? extends Collection<E>> elements) {
        return feed.set(this, Objects.requireNonNull(elements, "elements"));
    }

    /**
     * Returns a read-only list of items whose values change in place: the list itself changes only when an id comes, goes or moves. This is the list for a table
     * whose cells change often or are edited, and the one that shows per item what is {@linkplain LiveItem#pendingProperty() pending}. It is empty before the first state
     * for which both functions return a value.
     *
     * @param items returns the list within a state; a pure function that never returns null
     * @param id returns what stays the same when an item changes or moves: not null, and different for each item; a pure function
     * @return a new list for each call, with items of its own, so call once and keep it
     */
    public <T> ObservableList<LiveItem<T>> items(
            Function<? super S, ? extends List<T>> items, Function<? super T, ?> id) {
        return feed.items(
                this, Objects.requireNonNull(items, "items"), Objects.requireNonNull(id, "id"), LiveItem::new);
    }

    /**
     * Returns a property that follows a part of the state. Its value is null before the first state for which the function returns without
     * throwing. Its listeners are notified only if the part is not equal to the one before.
     *
     * @param part returns the part of a state; a pure function
     * @return a new property for each call, so call once and keep it
     */
    public <V> ReadOnlyObjectProperty<@Nullable V> select(Function<? super S, ? extends @Nullable V> part) {
        return feed.select(this, Objects.requireNonNull(part, "part"));
    }

    /**
     * Lets the actor live as the node does. While the node is in no window that is showing, nothing changes and the FX thread has no work; when it is shown again, the
     * newest state is there with the next pulse. After half a minute out of sight the actor is {@linkplain #close() closed}. The node keeps the actor alive.
     *
     * <p>Called on the FX thread, once for an actor.
     *
     * @return this actor
     */
    public ObservableActor<S> bindTo(Node node) {
        Sight.of(node, seen -> feed.pause(!seen), this::close, UNSEEN);
        return this;
    }

    /** Lets the actor live as a window does, as {@link #bindTo(Node)} does for a node. */
    public ObservableActor<S> bindTo(Window window) {
        Sight.of(window, seen -> feed.pause(!seen), this::close, UNSEEN);
        return this;
    }

    /** Closes the stream. Properties and lists keep their values, and the actor becomes stale. Calling it again has no effect. */
    @Override
    public void close() {
        closing.clean();
    }
}
