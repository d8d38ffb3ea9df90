// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.TodoItem;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the same todo selected, whatever is done to the list from elsewhere. When the selected one goes away, the one in its
 * place is selected, so that the keyboard can go on.
 *
 * <p>The stock selection follows places, not items. This class is told of a change before and after the stock selection is.
 */
final class StableSelection {
    private final ListView<TodoItem> list;
    /** The focused todo's, which is among the selected ones. */
    private @Nullable UUID selectedId;

    private Set<UUID> selectedIds = Set.of();
    private int selectedIndex = -1;
    private boolean isChanging;

    private StableSelection(ListView<TodoItem> list) {
        this.list = list;
    }

    /** Shows {@code items} in {@code list}, which must not have shown any before. */
    static void install(ListView<TodoItem> list, ObservableList<TodoItem> items) {
        StableSelection selection = new StableSelection(list);
        items.addListener((ListChangeListener<TodoItem>) _ -> selection.isChanging = true);
        list.setItems(items);
        items.addListener((ListChangeListener<TodoItem>) _ -> selection.restore());
        list.getSelectionModel().selectedItemProperty().subscribe(selection::remember);
        list.getSelectionModel().selectedIndexProperty().subscribe(_ -> selection.rememberIndex());
        list.getSelectionModel().getSelectedItems().addListener((ListChangeListener<TodoItem>)
                _ -> selection.rememberAll());
    }

    private void remember(@Nullable TodoItem selected) {
        if (!isChanging) {
            selectedId = selected == null ? null : selected.id();
            rememberAll();
            rememberIndex();
        }
    }

    private void rememberAll() {
        if (!isChanging) {
            selectedIds = list.getSelectionModel().getSelectedItems().stream()
                    .map(TodoItem::id)
                    .collect(Collectors.toSet());
        }
    }

    private void rememberIndex() {
        if (!isChanging) {
            selectedIndex = list.getSelectionModel().getSelectedIndex();
        }
    }

    private void restore() {
        int target = target();
        if (target < 0) {
            list.getSelectionModel().clearSelection();
        } else {
            list.getSelectionModel().clearSelection();
            int[] others = IntStream.range(0, list.getItems().size())
                    .filter(i -> i != target
                            && selectedIds.contains(list.getItems().get(i).id()))
                    .toArray();
            if (others.length > 0) {
                list.getSelectionModel().selectIndices(others[0], others);
            }
            list.getSelectionModel().select(target);
            list.getFocusModel().focus(target);
        }
        isChanging = false;
        remember(list.getSelectionModel().getSelectedItem());
    }

    private int target() {
        if (selectedId == null) {
            return -1;
        }
        for (int i = 0; i < list.getItems().size(); i++) {
            if (list.getItems().get(i).id().equals(selectedId)) {
                return i;
            }
        }
        return Math.min(selectedIndex, list.getItems().size() - 1);
    }
}
