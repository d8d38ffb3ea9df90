// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.bindings.internal.list.BoundList;
import dev.trebuchetfx.bindings.internal.list.ListContent;
import dev.trebuchetfx.bindings.internal.list.ListDiff;
import dev.trebuchetfx.bindings.internal.list.ListEdit;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list within the state. */
record ListPart<S, T>(
        Function<? super S, ? extends List<T>> items,
        Function<? super T, ?> id,
        WeakReference<BoundList<T>> list,
        ListContent<T> applied,
        ListEdit<T> edit)
        implements Part<S> {

    /** The part for a list that holds {@code content}. */
    static <S, T> ListPart<S, T> of(
            Function<? super S, ? extends List<T>> items,
            Function<? super T, ?> id,
            BoundList<T> list,
            ListContent<T> content) {
        return new ListPart<>(items, id, new WeakReference<>(list), content, ListEdit.none(content));
    }

    /** Returns the content of the list for {@code state}. */
    static <S, T> ListContent<T> content(
            Function<? super S, ? extends List<T>> items, Function<? super T, ?> id, @Nullable S state) {
        if (state == null) {
            return ListContent.empty();
        }
        return ListContent.of(found(items, state), id);
    }

    private static <S, T> List<T> found(Function<? super S, ? extends List<T>> items, S state) {
        List<T> found = items.apply(state);
        if (found == null) {
            throw new IllegalStateException("Expected a list but the function given to list(…) answered null");
        }
        return found;
    }

    @Override
    public boolean isAlive() {
        return list.get() != null;
    }

    @Override
    public ListPart<S, T> toward(ActorSnapshot<S> target) {
        S state = target.state();
        ListContent<T> newest =
                state == null ? ListContent.empty() : ListContent.after(edit.target(), found(items, state), id);
        return new ListPart<>(items, id, list, applied, ListDiff.between(applied, newest));
    }

    @Override
    public ListPart<S, T> settled() {
        return new ListPart<>(items, id, list, edit.target(), ListEdit.none(edit.target()));
    }

    @Override
    public void applyList() {
        BoundList<T> target = list.get();
        if (target != null) {
            target.apply(edit);
        }
    }

    @Override
    public void storeValue() {}

    @Override
    public void tellValue() {}
}
