// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.TransformationList;

/** A list whose elements are made of those of another list, as libraries for bindings have it. FX thread. */
final class MappedRows<T, F> extends TransformationList<T, F> {
    private final List<T> mapped = new ArrayList<>();
    private final Function<F, T> mapper;

    MappedRows(ObservableList<F> source, Function<F, T> mapper) {
        super(source);
        this.mapper = mapper;
        source.forEach(each -> mapped.add(mapper.apply(each)));
    }

    @Override
    protected void sourceChanged(ListChangeListener.Change<? extends F> change) {
        beginChange();
        while (change.next()) {
            List<T> removed =
                    new ArrayList<>(mapped.subList(change.getFrom(), change.getFrom() + change.getRemovedSize()));
            mapped.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                    .clear();
            List<T> added = new ArrayList<>();
            change.getAddedSubList().forEach(each -> added.add(mapper.apply(each)));
            mapped.addAll(change.getFrom(), added);
            nextReplace(change.getFrom(), change.getFrom() + added.size(), removed);
        }
        endChange();
    }

    @Override
    public int getSourceIndex(int index) {
        return index;
    }

    @Override
    public int getViewIndex(int index) {
        return index;
    }

    @Override
    public T get(int index) {
        return mapped.get(index);
    }

    @Override
    public int size() {
        return mapped.size();
    }
}
