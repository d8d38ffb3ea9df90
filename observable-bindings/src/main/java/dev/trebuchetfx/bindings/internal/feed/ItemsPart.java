// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.list.BoundList;
import dev.trebuchetfx.bindings.internal.list.ListContent;
import dev.trebuchetfx.bindings.internal.list.ListDiff;
import dev.trebuchetfx.bindings.internal.list.ListEdit;
import dev.trebuchetfx.bindings.internal.pulse.Guarded;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list within the state as items whose values change in place.
 *
 * @param <I> the item as the application sees it
 * @param shown the items that the list shows, with their values, in order
 * @param applied the same as the content of the list
 * @param edit leads from there to the newest items
 * @param newest the newest items, in order
 * @param changes the newest items whose values are not those that are shown
 */
record ItemsPart<S, T, I>(
        Source<S, T, I> source,
        WeakReference<BoundList<I>> list,
        List<Held<T, I>> shown,
        ListContent<I> applied,
        ListEdit<I> edit,
        List<Held<T, I>> newest,
        List<Held<T, I>> changes)
        implements Part<S> {

    /** The functions of the application, and the actor that items keep alive. */
    record Source<S, T, I>(
            Object owner,
            Function<? super S, ? extends List<T>> items,
            Function<? super T, ?> id,
            Function<ItemProperties<T>, I> maker) {

        List<T> values(@Nullable S state) {
            return state == null
                    ? List.of()
                    : Objects.requireNonNull(
                            items.apply(state), "Expected a list but the function given to items(…) returned null");
        }

        Object idOf(T value) {
            return Objects.requireNonNull(id.apply(value), "expected an id of each item but found null");
        }
    }

    /** An item with the value that it is to have. */
    record Held<T, I>(I item, ItemProperties<T> properties, T value, boolean pending) {

        Object id() {
            return properties.id();
        }

        /** Returns the same item with another value, or this one where that is the same object. */
        @SuppressWarnings(
                "ReferenceEquality") // Most items of a newer state are the same objects, and need no comparing.
        Held<T, I> with(T other, boolean isPending) {
            return value == other && pending == isPending ? this : new Held<>(item, properties, other, isPending);
        }
    }

    /** The server's values by id, where changes are pending; knows nothing, and calls nothing pending, where none are. */
    private record Confirmed<T>(@Nullable Map<Object, T> byId) {

        @SuppressWarnings("ReferenceEquality")
        boolean differs(Object id, T value) {
            if (byId == null) {
                return false;
            }
            T known = byId.get(id);
            return value != known && !value.equals(known);
        }
    }

    static <S, T, I> ItemsPart<S, T, I> of(Source<S, T, I> source, BoundList<I> list) {
        ListContent<I> none = ListContent.empty();
        return new ItemsPart<>(
                source, new WeakReference<>(list), List.of(), none, ListEdit.none(none), List.of(), List.of());
    }

    /** Returns the same for another list, which shows the same items. */
    ItemsPart<S, T, I> of(BoundList<I> other) {
        return new ItemsPart<>(source, new WeakReference<>(other), shown, applied, edit, newest, changes);
    }

    @Override
    public boolean isAlive() {
        return list.get() != null;
    }

    @Override
    public ItemsPart<S, T, I> toward(ActorSnapshot<S> target) {
        List<T> values = source.values(target.state());
        Confirmed<T> confirmed = confirmed(target);
        List<Held<T, I>> inPlace = edit.isEmpty() ? inPlace(values, confirmed) : null;
        return inPlace == null
                ? rebuilt(values, confirmed)
                : new ItemsPart<>(source, list, shown, applied, edit, inPlace, changed(inPlace));
    }

    @SuppressWarnings("ReferenceEquality")
    private Confirmed<T> confirmed(ActorSnapshot<S> target) {
        if (target.state() == target.confirmed()) {
            return new Confirmed<>(null);
        }
        List<T> values = source.values(target.confirmed());
        Map<Object, T> byId = HashMap.newHashMap(values.size());
        values.forEach(value -> byId.put(source.idOf(value), value));
        return new Confirmed<>(byId);
    }

    /** Returns the items with other values, where the ids are the same in the same order; otherwise null. No id of an item that stays is asked for. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable List<Held<T, I>> inPlace(List<T> values, Confirmed<T> confirmed) {
        if (values.size() != newest.size()) {
            return null;
        }
        List<Held<T, I>> next = new ArrayList<>(values.size());
        Iterator<Held<T, I>> before = newest.iterator();
        for (T value : values) {
            Held<T, I> held = before.next();
            if (held.value != value && !held.id().equals(source.idOf(value))) {
                return null;
            }
            next.add(held.with(value, confirmed.differs(held.id(), value)));
        }
        return next;
    }

    /** Returns those that are shown otherwise; both lists have the same items in the same order. */
    @SuppressWarnings("ReferenceEquality")
    private List<Held<T, I>> changed(List<Held<T, I>> next) {
        List<Held<T, I>> changed = new ArrayList<>();
        Iterator<Held<T, I>> before = shown.iterator();
        for (Held<T, I> held : next) {
            if (held != before.next()) {
                changed.add(held);
            }
        }
        return changed;
    }

    @SuppressWarnings("ReferenceEquality")
    private ItemsPart<S, T, I> rebuilt(List<T> values, Confirmed<T> confirmed) {
        Map<Object, Held<T, I>> known = HashMap.newHashMap(newest.size() + shown.size());
        newest.forEach(held -> known.put(held.id(), held));
        shown.forEach(held -> known.put(held.id(), held));
        Map<Object, Held<T, I>> next = HashMap.newHashMap(values.size());
        List<Held<T, I>> ordered = new ArrayList<>(values.size());
        List<Held<T, I>> changed = new ArrayList<>();
        for (T value : values) {
            Object id = source.idOf(value);
            boolean pending = confirmed.differs(id, value);
            Held<T, I> before = known.get(id);
            Held<T, I> now = before == null ? made(id, value, pending) : before.with(value, pending);
            if (next.put(id, now) != null) {
                throw new IllegalStateException("expected an id of its own for each item but two have " + id);
            }
            ordered.add(now);
            if (now != before) {
                changed.add(now);
            }
        }
        ListContent<I> content = ListContent.keyed(
                ordered.stream().map(Held::item).toList(),
                ordered.stream().map(Held::id).toList());
        return new ItemsPart<>(source, list, shown, applied, ListDiff.between(applied, content), ordered, changed);
    }

    private Held<T, I> made(Object id, T value, boolean pending) {
        ItemProperties<T> properties = new ItemProperties<>(source.owner, id, value, pending);
        return new Held<>(source.maker.apply(properties), properties, value, pending);
    }

    @Override
    public ItemsPart<S, T, I> settled() {
        return new ItemsPart<>(source, list, newest, edit.target(), ListEdit.none(edit.target()), newest, List.of());
    }

    @Override
    public void storeValue() {
        changes.forEach(held -> held.properties.store(held.value, held.pending));
    }

    @Override
    public void applyList() {
        BoundList<I> target = list.get();
        if (target != null) {
            target.apply(edit);
        }
    }

    @Override
    public void tellValue() {
        changes.forEach(held -> Guarded.run(held.properties::tell));
    }
}
