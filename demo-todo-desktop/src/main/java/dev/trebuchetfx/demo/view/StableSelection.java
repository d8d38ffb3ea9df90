// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.view;

import dev.trebuchetfx.demo.model.TodoItem;
import java.util.UUID;
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
    private @Nullable UUID selectedId;
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
    }

    private void remember(@Nullable TodoItem selected) {
        if (!isChanging) {
            selectedId = selected == null ? null : selected.id();
            rememberIndex();
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
            list.getSelectionModel().clearAndSelect(target);
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
