// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The state of a remote actor as JavaFX properties and lists.
 *
 * @param <S> the state: an immutable value
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ObservableActor<S> implements AutoCloseable {

    private ObservableActor() {}

    /** Observes {@code stream}, which the actor closes when it is closed itself. */
    public static <S> ObservableActor<S> of(TrebuchetClient client, ActorStream<S> stream) {
        throw new UnsupportedOperationException();
    }

    /** The newest state applied; null before the first. */
    public ReadOnlyObjectProperty<@Nullable S> stateProperty() {
        throw new UnsupportedOperationException();
    }

    /** Value of {@link #stateProperty()}. */
    public @Nullable S getState() {
        throw new UnsupportedOperationException();
    }

    /** Where the client's connection is. */
    public ReadOnlyObjectProperty<ConnectionState> connectionStateProperty() {
        throw new UnsupportedOperationException();
    }

    /** Whether what is shown may differ from the server's state. */
    public ReadOnlyBooleanProperty staleProperty() {
        throw new UnsupportedOperationException();
    }

    /** How far what is shown can be vouched for. */
    public ReadOnlyObjectProperty<Freshness> freshnessProperty() {
        throw new UnsupportedOperationException();
    }

    /** When the server sent the state shown, in its clock; null before the first. */
    public ReadOnlyObjectProperty<@Nullable Instant> lastUpdatedProperty() {
        throw new UnsupportedOperationException();
    }

    /** The last failure; null where there is none. */
    public ReadOnlyObjectProperty<@Nullable TrebuchetException> errorProperty() {
        throw new UnsupportedOperationException();
    }

    /** The last gap in the stream; null where there was none. */
    public ReadOnlyObjectProperty<@Nullable GapReport> lastGapProperty() {
        throw new UnsupportedOperationException();
    }

    /** How the last resume ended; null where there was none. */
    public ReadOnlyObjectProperty<@Nullable ResumeReport> lastResumeProperty() {
        throw new UnsupportedOperationException();
    }

    /**
     * A list within the state, which changes by as little as possible.
     *
     * @param items the list within a state; pure
     * @param id what stays the same when an item changes or moves; not null and different for each item
     */
    public <T> ObservableList<T> list(Function<? super S, ? extends List<T>> items, Function<? super T, ?> id) {
        throw new UnsupportedOperationException();
    }

    /** A part of the state; null before the first state. */
    public <V> ReadOnlyObjectProperty<@Nullable V> select(Function<? super S, ? extends @Nullable V> part) {
        throw new UnsupportedOperationException();
    }

    /** Ends the stream. Properties and lists keep what they show, marked as stale. More than once does no harm. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
