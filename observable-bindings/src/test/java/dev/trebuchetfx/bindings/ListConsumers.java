// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ListProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleListProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Scene;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionModel;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.VBox;

/** All that JavaFX itself offers to put upon a list, upon one list. FX thread. */
final class ListConsumers {
    private static final Comparator<Todo> BY_TITLE =
            Comparator.comparing(Todo::title).thenComparing(Todo::id);

    private final ObservableList<Todo> items;
    private final SortedList<Todo> sorted;
    private final SortedList<Todo> unsorted;
    private final FilteredList<Todo> filtered;
    private final SortedList<Todo> sortedOfFiltered;
    private final FilteredList<Todo> filteredOfSorted;
    private final List<Todo> content = new ArrayList<>();
    private final ObservableList<Todo> observableContent = FXCollections.observableArrayList();
    private final ListProperty<Todo> property;
    private final List<Todo> propertyMirror;
    private final IntegerBinding size;
    private final StringBinding text;
    private final TreeItem<Todo> root = new TreeItem<>();
    private final TableView<Todo> sortedTable;
    private final VBox box = new VBox();
    /** Those that keep what is selected while it is there, whatever happens to it and around it. */
    private final Map<String, SelectionModel<Todo>> keeping = new LinkedHashMap<>();

    /**
     * Puts them there.
     *
     * @param treeItems the same list as items of a tree
     */
    ListConsumers(ObservableList<Todo> items, ObservableList<TreeItem<Todo>> treeItems) {
        this.items = items;
        sorted = new SortedList<>(items, BY_TITLE);
        unsorted = new SortedList<>(items);
        filtered = new FilteredList<>(items, ListConsumers::isShown);
        sortedOfFiltered = new SortedList<>(filtered, BY_TITLE);
        filteredOfSorted = new FilteredList<>(sorted, ListConsumers::isShown);
        Bindings.bindContent(content, items);
        Bindings.bindContent(observableContent, items);
        property = new SimpleListProperty<>(items);
        propertyMirror = new ArrayList<>(items);
        property.addListener((ListChangeListener<Todo>) change -> replay(change, propertyMirror));
        size = Bindings.size(items);
        text = Bindings.createStringBinding(items::toString, items);
        text.addListener((observable, before, now) -> assertThat(now).isEqualTo(items.toString()));

        ListView<Todo> view = new ListView<>(items);
        ListView<Todo> viewOfProperty = new ListView<>(new SimpleListProperty<>(items));
        TableView<Todo> table = new TableView<>(items);
        ComboBox<Todo> combo = new ComboBox<>(items);
        keeping.put("ListView", view.getSelectionModel());
        keeping.put("ListView of a ListProperty", viewOfProperty.getSelectionModel());
        keeping.put("TableView", table.getSelectionModel());
        keeping.put("ComboBox", combo.getSelectionModel());

        SortedList<Todo> forTable = new SortedList<>(items);
        sortedTable = new TableView<>(forTable);
        TableColumn<Todo, String> title = new TableColumn<>("title");
        title.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(row.getValue().title()));
        // A table's own order of texts is that of the user's language.
        title.setComparator(Comparator.naturalOrder());
        sortedTable.getColumns().add(title);
        forTable.comparatorProperty().bind(sortedTable.comparatorProperty());
        sortedTable.getSortOrder().add(title);

        root.setExpanded(true);
        Bindings.bindContent(root.getChildren(), treeItems);
        TreeTableView<Todo> tree = new TreeTableView<>(root);
        tree.setShowRoot(false);
        box.getChildren().addAll(view, viewOfProperty, table, combo, new ChoiceBox<>(items), sortedTable, tree);
        box.getChildren().addAll(new ListView<>(filtered), new ListView<>(observableContent));
    }

    /** Gives the controls their skins and cells. */
    void show() {
        new Scene(box, 400, 1_600);
        layout();
    }

    /** Does what a pulse does after the update. */
    void layout() {
        box.applyCss();
        box.layout();
    }

    /** Selects the item with this id wherever something can be selected. */
    void select(int id) {
        int index = items.stream().map(Todo::id).toList().indexOf(id);
        keeping.values().forEach(model -> model.clearAndSelect(index));
        selectItem(sortedTable.getSelectionModel(), items.get(index));
    }

    private static void selectItem(SelectionModel<Todo> model, Todo item) {
        model.clearSelection();
        model.select(item);
    }

    /** Says that everybody has what {@code expected} has, in its own way. */
    void assertFollow(List<Todo> expected) {
        List<Todo> inOrder = expected.stream().sorted(BY_TITLE).toList();
        assertThat(items).isEqualTo(expected);
        assertThat(sorted).as("sorted").isEqualTo(inOrder);
        assertThat(unsorted).as("unsorted").isEqualTo(expected);
        assertThat(filtered).as("filtered").isEqualTo(some(expected));
        assertThat(sortedOfFiltered).as("sorted of filtered").isEqualTo(some(inOrder));
        assertThat(filteredOfSorted).as("filtered of sorted").isEqualTo(some(inOrder));
        assertThat(content).as("bindContent").isEqualTo(expected);
        assertThat(observableContent).as("bindContent, observable").isEqualTo(expected);
        assertThat(property.get()).as("ListProperty").isEqualTo(expected);
        assertThat(propertyMirror).as("what a ListProperty told").isEqualTo(expected);
        assertThat(property.sizeProperty().get()).isEqualTo(expected.size());
        assertThat(size.get()).isEqualTo(expected.size());
        assertThat(text.get()).isEqualTo(expected.toString());
        assertThat(root.getChildren().stream().map(TreeItem::getValue))
                .as("children of a TreeItem")
                .isEqualTo(expected);
        assertThat(sortedTable.getItems().stream().map(Todo::title))
                .as("sorted table")
                .isEqualTo(expected.stream().map(Todo::title).sorted().toList());
    }

    /** Says that what was selected still is, as {@code now} if it has changed. */
    void assertSelected(Todo now) {
        keeping.forEach((name, model) -> {
            assertThat(model.getSelectedItem()).as(name).isEqualTo(now);
            assertThat(model.getSelectedIndex()).as(name).isEqualTo(items.indexOf(now));
        });
    }

    /** Says that what was selected still is in a sorted table too: while it does not change. */
    void assertSelectedInOrder(Todo unchanged) {
        assertThat(sortedTable.getSelectionModel().getSelectedItem()).isEqualTo(unchanged);
        assertThat(sortedTable.getSelectionModel().getSelectedItems()).containsExactly(unchanged);
    }

    /** Says that nothing is selected that is no longer there. */
    void assertSelectionIsThere() {
        keeping.forEach((name, model) -> assertThat(model.getSelectedItem())
                .as(name)
                .isEqualTo(model.getSelectedIndex() < 0 ? null : items.get(model.getSelectedIndex())));
    }

    private static boolean isShown(Todo todo) {
        return todo.title().hashCode() % 2 == 0;
    }

    private static List<Todo> some(List<Todo> todos) {
        return todos.stream().filter(ListConsumers::isShown).toList();
    }

    private static void replay(ListChangeListener.Change<? extends Todo> change, List<Todo> copy) {
        while (change.next()) {
            if (change.wasPermutated()) {
                List<Todo> before = new ArrayList<>(copy);
                for (int i = change.getFrom(); i < change.getTo(); i++) {
                    copy.set(change.getPermutation(i), before.get(i));
                }
            } else {
                copy.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                        .clear();
                copy.addAll(change.getFrom(), change.getAddedSubList());
            }
        }
    }
}
