// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.keyed.BoundMap;
import dev.trebuchetfx.bindings.internal.keyed.BoundSet;
import dev.trebuchetfx.bindings.internal.keyed.KeyStep;
import dev.trebuchetfx.bindings.internal.list.BoundList;
import dev.trebuchetfx.bindings.internal.list.ListContent;
import dev.trebuchetfx.bindings.internal.pulse.Guarded;
import dev.trebuchetfx.bindings.internal.pulse.PulseScheduler;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings the events of one stream to the properties of one actor.
 *
 * <p>Threads: events come on the client's threads, which work out what must change and replace what still waits; the FX
 * thread takes what waits, once a pulse, and applies it. Both exchange one immutable {@link Slot} by compare-and-set, so that
 * an edit is always made for exactly what the list holds when the edit is applied, and the FX thread never waits.
 *
 * <p>References: a stream's listener and the pulse hold the feed, the feed holds properties and lists weakly. It must not hold
 * the actor, or nobody could drop it.
 */
// Snapshots are compared by identity: comparing whole states would cost what the conflation saves.
@SuppressWarnings("ReferenceEquality")
public final class ActorFeed<S> implements FeedSource.Sink<S> {
    private final FeedSource<S> source;
    private final PulseScheduler pulse;
    private final AtomicReference<Slot<S>> slot;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean paused;
    /** True once a node or window lets the feed through, which a person can see then. */
    private volatile boolean seen;
    /** Set once, before the source is opened. */
    private volatile @Nullable WeakReference<ActorProperties<S>> properties;

    /** A feed that has not begun. */
    public ActorFeed(FeedSource<S> source, PulseScheduler pulse) {
        this.source = source;
        this.pulse = pulse;
        ActorSnapshot<S> initial = ActorSnapshot.initial(source.freshness(), source.connectionState());
        this.slot = new AtomicReference<>(new Slot<>(initial, initial, List.of(), false));
    }

    /**
     * Begins. Called once.
     *
     * @param bean what the properties belong to, which they keep alive
     * @throws IllegalStateException if JavaFX has not been started
     */
    public ActorProperties<S> open(Object bean) {
        ActorProperties<S> opened = new ActorProperties<>(bean, now().applied());
        properties = new WeakReference<>(opened);
        schedule();
        try {
            source.open(this);
        } catch (Throwable e) {
            // What is scheduled finds that there is nothing to close.
            slot.getAndUpdate(Slot::closed);
            throw e;
        }
        return opened;
    }

    @Override
    public void onEvent(StreamEvent<S> event) {
        change(snapshot -> snapshot.after(event));
    }

    @Override
    public void onUpdate(StreamEvent.Update<S> update) {
        change(snapshot -> snapshot.passing(update));
    }

    @Override
    public void onShown(ChangingState<S> changing) {
        // What is shown is read in the step itself, so that of two threads the later step has the newer state.
        change(snapshot -> snapshot.with(changing.now()));
    }

    /** Returns the changes of the state; null where it can't be changed. Any thread. */
    public @Nullable ChangingState<S> changes() {
        return source.changes();
    }

    @Override
    public void onConnectionState(ConnectionState state) {
        change(snapshot -> snapshot.with(state));
    }

    /** Holds back what waits for the FX thread, or lets it through again. States in between are not shown. Any thread. */
    public void pause(boolean now) {
        seen = !now;
        paused = now;
        if (!now) {
            schedule();
        }
    }

    /** Ends the stream. What waits is still applied, and marked as stale. Any thread; more than once does no harm. */
    public void close() {
        Slot<S> before = slot.getAndUpdate(Slot::closed);
        if (!before.isClosed()) {
            try {
                schedule();
            } finally {
                source.close();
            }
        }
    }

    /** A list that follows the state as long as somebody uses it; empty where a function fails on the state at hand. Any thread. */
    public <T> ObservableList<T> list(
            Object owner, Function<? super S, ? extends List<T>> items, Function<? super T, ?> id) {
        while (true) {
            Slot<S> now = now();
            ListContent<T> content = ListContent.empty();
            Throwable failure = null;
            try {
                content = ListPart.content(items, id, now.applied().state());
            } catch (Throwable e) {
                failure = e;
            }
            BoundList<T> list = new BoundList<>(owner, content);
            if (add(now, ListPart.of(items, id, list, content), failure)) {
                return list;
            }
        }
    }

    /** A list of items that follow the state as long as somebody uses it or one of them; empty where a function fails on the state at hand. Any thread. */
    public <T, I> ObservableList<I> items(
            Object owner,
            Function<? super S, ? extends List<T>> items,
            Function<? super T, ?> id,
            Function<ItemProperties<T>, I> maker) {
        while (true) {
            Slot<S> now = now();
            BoundList<I> list = new BoundList<>(owner, ListContent.empty());
            ItemsPart<S, T, I> part = ItemsPart.of(new ItemsPart.Source<>(owner, items, id, maker), list);
            Throwable failure = null;
            try {
                part = part.toward(now.applied()).settled();
                list = new BoundList<>(owner, part.applied());
                part = part.of(list);
            } catch (Throwable e) {
                failure = e;
            }
            if (add(now, part, failure)) {
                return list;
            }
        }
    }

    /**
     * A list that follows the state and a choice as long as somebody uses it; empty while nothing is chosen. FX thread.
     */
    public <K, T> ObservableList<T> list(
            Object owner,
            ObservableValue<? extends @Nullable K> choice,
            BiFunction<? super S, ? super K, ? extends List<T>> items,
            Function<? super T, ?> id) {
        ChosenPart<S, K, T> chosen = new ChosenPart<>(owner, choice, items, this::refresh);
        ObservableList<T> list = list((Object) chosen, chosen, id);
        choice.addListener(new WeakInvalidationListener(chosen));
        return list;
    }

    /** Works out all parts anew, since something beside the state has changed. */
    private void refresh() {
        while (true) {
            Slot<S> now = now();
            if (now.isClosed() || slot.compareAndSet(now, now.again())) {
                schedule();
                return;
            }
        }
    }

    /** A map that follows the state as long as somebody uses it; empty where the function fails on the state at hand. Any thread. */
    public <K, V> ObservableMap<K, V> map(Object owner, Function<? super S, ? extends Map<K, V>> entries) {
        return keyed(
                state -> new LinkedHashMap<>(entries.apply(state)),
                content -> new BoundMap<>(owner, content),
                BoundMap::apply);
    }

    /** A set that follows the state as long as somebody uses it; empty where the function fails on the state at hand. Any thread. */
    public <E> ObservableSet<E> set(Object owner, Function<? super S, ? extends Collection<E>> elements) {
        return keyed(
                state -> {
                    Map<E, E> content = new LinkedHashMap<>();
                    elements.apply(state).forEach(each -> content.put(each, each));
                    return content;
                },
                content -> new BoundSet<>(owner, content.keySet()),
                BoundSet::apply);
    }

    private <K, V, B> B keyed(
            Function<S, Map<K, V>> content, Function<Map<K, V>, B> maker, BiConsumer<B, List<KeyStep<K, V>>> take) {
        while (true) {
            Slot<S> now = now();
            Map<K, V> applied = Map.of();
            Throwable failure = null;
            try {
                applied = KeyedPart.of(content, now.applied().state());
            } catch (Throwable e) {
                failure = e;
            }
            B bound = maker.apply(applied);
            if (add(
                    now,
                    new KeyedPart<>(content, new WeakReference<>(bound), applied, applied, List.of(), take),
                    failure)) {
                return bound;
            }
        }
    }

    /** A property that follows a part of the state as long as somebody uses it; null where the function fails on the state at hand. Any thread. */
    public <V> ReadOnlyObjectProperty<@Nullable V> select(
            Object owner, Function<? super S, ? extends @Nullable V> function) {
        while (true) {
            Slot<S> now = now();
            V value = null;
            Throwable failure = null;
            try {
                value = ValuePart.value(function, now.applied().state());
            } catch (Throwable e) {
                failure = e;
            }
            FxValue<@Nullable V> property = new FxValue<>(owner, "part", value);
            if (add(now, new ValuePart<>(function, new WeakReference<>(property), value), failure)) {
                return property;
            }
        }
    }

    /** Adds a part to {@code now}; answers whether that still was the slot. */
    private boolean add(Slot<S> now, Part<S> part, @Nullable Throwable failure) {
        Slot<S> next = now.with(part, failure);
        if (!slot.compareAndSet(now, next)) {
            return false;
        }
        if (next.newest() != now.newest()) {
            schedule();
        }
        return true;
    }

    private Slot<S> now() {
        return Objects.requireNonNull(slot.get());
    }

    private void change(UnaryOperator<ActorSnapshot<S>> step) {
        while (true) {
            Slot<S> now = now();
            ActorSnapshot<S> newest = step.apply(now.newest());
            if (now.isClosed() || newest == now.newest()) {
                return;
            }
            if (slot.compareAndSet(now, now.toward(newest))) {
                schedule();
                return;
            }
        }
    }

    private void schedule() {
        if (!(paused && !now().isClosed()) && scheduled.compareAndSet(false, true)) {
            try {
                if (seen) {
                    pulse.scheduleFirst(this::apply);
                } else {
                    pulse.schedule(this::apply);
                }
            } catch (IllegalStateException e) {
                scheduled.set(false);
                throw e;
            }
        }
    }

    /** Applies what waits: values first, then lists, then everyone is told. FX thread. */
    private void apply() {
        scheduled.set(false);
        Slot<S> taken = slot.getAndUpdate(Slot::settled);
        WeakReference<ActorProperties<S>> reference = properties;
        ActorProperties<S> target = reference == null ? null : reference.get();
        if (target == null) {
            close();
            return;
        }
        target.store(taken.newest());
        taken.parts().forEach(Part::storeValue);
        taken.parts().forEach(part -> Guarded.run(part::applyList));
        taken.parts().forEach(part -> Guarded.run(part::tellValue));
        target.tell();
    }

    /**
     * The snapshot that is applied, and the newest, which shall be.
     *
     * @param parts the changes of each part, from the applied snapshot to the newest
     */
    private record Slot<S>(ActorSnapshot<S> applied, ActorSnapshot<S> newest, List<Part<S>> parts, boolean isClosed) {

        /** The same, with parts that are worked out anew. */
        Slot<S> again() {
            return worked(newest);
        }

        Slot<S> toward(ActorSnapshot<S> target) {
            return target.hasStateOf(newest) ? new Slot<>(applied, target, parts, isClosed) : worked(target);
        }

        private Slot<S> worked(ActorSnapshot<S> target) {
            ActorSnapshot<S> result = target;
            List<Part<S>> moved = new ArrayList<>(parts.size());
            for (Part<S> part : parts) {
                if (part.isAlive()) {
                    try {
                        moved.add(part.toward(target));
                    } catch (Throwable e) {
                        // What is the application's failed, in whatever way: this part stays as it is, the others go
                        // on.
                        moved.add(part);
                        result = result.with(failed(e));
                    }
                }
            }
            return new Slot<>(applied, result, List.copyOf(moved), isClosed);
        }

        /** With another part, whose functions have failed on what is applied if there is a {@code failure}. */
        Slot<S> with(Part<S> part, @Nullable Throwable failure) {
            Part<S> added = part;
            Throwable why = failure;
            if (!newest.hasStateOf(applied)) {
                try {
                    added = part.toward(newest);
                    why = null;
                } catch (Throwable e) {
                    why = e;
                }
            }
            List<Part<S>> more = new ArrayList<>(parts.size() + 1);
            parts.stream().filter(Part::isAlive).forEach(more::add);
            more.add(added);
            return new Slot<>(applied, why == null ? newest : newest.with(failed(why)), List.copyOf(more), isClosed);
        }

        Slot<S> closed() {
            return new Slot<>(applied, newest.closed(), parts, true);
        }

        Slot<S> settled() {
            return new Slot<>(newest, newest, parts.stream().map(Part::settled).toList(), isClosed);
        }

        private static PayloadException failed(Throwable cause) {
            return new PayloadException(
                    "A function given to list(…) or select(…) failed on a state; its part keeps what it shows: "
                            + Guarded.describe(cause),
                    cause);
        }
    }
}
