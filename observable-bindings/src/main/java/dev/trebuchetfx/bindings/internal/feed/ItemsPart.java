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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list within the state as items whose values change in place.
 *
 * @param <I> the item as the application sees it
 * @param applied the items that the list shows
 * @param shown the value of each item that the list shows, with whether it is pending
 * @param edit leads from them to the newest items
 * @param newest the values of the newest items
 * @param changes the items that stay, and whose value changes
 */
record ItemsPart<S, T, I>(
        Source<S, T, I> source,
        WeakReference<BoundList<I>> list,
        ListContent<I> applied,
        Map<Object, Held<T, I>> shown,
        ListEdit<I> edit,
        Map<Object, Held<T, I>> newest,
        List<Held<T, I>> changes)
        implements Part<S> {

    /** The functions of the application, and the actor that items keep alive. */
    record Source<S, T, I>(
            Object owner,
            Function<? super S, ? extends List<T>> items,
            Function<? super T, ?> id,
            Function<ItemProperties<T>, I> maker) {}

    /** An item with the value that it is to have. */
    record Held<T, I>(I item, ItemProperties<T> properties, T value, boolean pending) {}

    static <S, T, I> ItemsPart<S, T, I> of(Source<S, T, I> source, BoundList<I> list) {
        ListContent<I> none = ListContent.empty();
        return new ItemsPart<>(
                source, new WeakReference<>(list), none, Map.of(), ListEdit.none(none), Map.of(), List.of());
    }

    /** Returns the same for another list, which shows the same items. */
    ItemsPart<S, T, I> of(BoundList<I> other) {
        return new ItemsPart<>(source, new WeakReference<>(other), applied, shown, edit, newest, changes);
    }

    @Override
    public boolean isAlive() {
        return list.get() != null;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Most items of a newer state are the same objects, and need no comparing.
    public ItemsPart<S, T, I> toward(ActorSnapshot<S> target) {
        List<T> values = values(target.state());
        Map<Object, T> confirmed = target.state() == target.confirmed() ? Map.of() : byId(values(target.confirmed()));
        boolean mayBePending = target.state() != target.confirmed();
        Map<Object, Held<T, I>> next = HashMap.newHashMap(values.size());
        List<I> items = new ArrayList<>(values.size());
        List<Object> ids = new ArrayList<>(values.size());
        List<Held<T, I>> changed = new ArrayList<>();
        for (T value : values) {
            Object id = Objects.requireNonNull(source.id.apply(value), "expected an id of each item but found null");
            boolean pending = mayBePending && isOther(value, confirmed.get(id));
            Held<T, I> before = shown.get(id);
            Held<T, I> now = held(before == null ? newest.get(id) : before, id, value, pending);
            if (next.put(id, now) != null) {
                throw new IllegalStateException("expected an id of its own for each item but two have " + id);
            }
            if (now != before) {
                changed.add(now);
            }
            items.add(now.item);
            ids.add(id);
        }
        ListContent<I> content = new ListContent<>(List.copyOf(items), List.copyOf(ids), true);
        return new ItemsPart<>(
                source, list, applied, shown, ListDiff.between(applied, content), next, List.copyOf(changed));
    }

    private List<T> values(@Nullable S state) {
        return state == null
                ? List.of()
                : Objects.requireNonNull(
                        source.items.apply(state), "Expected a list but the function given to items(…) returned null");
    }

    private Map<Object, T> byId(List<T> values) {
        Map<Object, T> byId = HashMap.newHashMap(values.size());
        values.forEach(value -> byId.put(Objects.requireNonNull(source.id.apply(value), "id"), value));
        return byId;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isOther(Object value, @Nullable Object confirmed) {
        return value != confirmed && !value.equals(confirmed);
    }

    /** Returns an item with the value that it is to have: the one that there is, or a new one. */
    @SuppressWarnings("ReferenceEquality")
    private Held<T, I> held(@Nullable Held<T, I> before, Object id, T value, boolean pending) {
        if (before == null) {
            ItemProperties<T> properties = new ItemProperties<>(source.owner, id, value, pending);
            return new Held<>(source.maker.apply(properties), properties, value, pending);
        }
        return before.value == value && before.pending == pending
                ? before
                : new Held<>(before.item, before.properties, value, pending);
    }

    @Override
    public ItemsPart<S, T, I> settled() {
        return new ItemsPart<>(source, list, edit.target(), newest, ListEdit.none(edit.target()), newest, List.of());
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
