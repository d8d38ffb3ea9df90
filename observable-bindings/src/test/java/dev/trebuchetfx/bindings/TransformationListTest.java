// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** JavaFX's own transformation lists and controls follow a bound list through a change of its order alone. */
@ExtendWith(FxToolkitExtension.class)
class TransformationListTest {
    private static final Todo APPLES = new Todo(1, "apples");
    private static final Todo BREAD = new Todo(2, "bread");
    private static final Todo CHEESE = new Todo(3, "cheese");

    private final FakeSource<List<Todo>> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();
    private final ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);
    private final ObservableList<Todo> items = actor.list(Function.identity(), Todo::id);

    private void show(Todo... todos) {
        source.update(List.of(todos));
        pulse.run();
    }

    @Test
    void aSortedListFollowsAMoveAndThenADeletion() {
        onFx(() -> {
            SortedList<Todo> sorted = new SortedList<>(items, Comparator.comparing(Todo::title));
            show(APPLES, BREAD, CHEESE);
            show(APPLES, CHEESE, BREAD);
            assertThat(sorted).containsExactly(APPLES, BREAD, CHEESE);
            show(APPLES, CHEESE);
            assertThat(sorted).containsExactly(APPLES, CHEESE);
        });
    }

    @Test
    void anUnsortedAndAFilteredListFollowAMoveAndThenADeletion() {
        onFx(() -> {
            SortedList<Todo> unsorted = new SortedList<>(items);
            FilteredList<Todo> filtered = new FilteredList<>(items, todo -> !todo.equals(APPLES));
            SortedList<Todo> both = new SortedList<>(filtered, Comparator.comparing(Todo::title));
            show(APPLES, BREAD, CHEESE);
            show(APPLES, CHEESE, BREAD);
            show(CHEESE, APPLES, BREAD);
            show(CHEESE, APPLES);
            assertThat(unsorted).containsExactly(CHEESE, APPLES);
            assertThat(filtered).containsExactly(CHEESE);
            assertThat(both).containsExactly(CHEESE);
        });
    }

    @Test
    void aSelectionOutsideTheMoveStays() {
        onFx(() -> {
            ListView<Todo> view = new ListView<>(items);
            TableView<Todo> table = new TableView<>(items);
            view.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
            table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
            show(APPLES, BREAD, CHEESE);
            view.getSelectionModel().selectIndices(0, 2);
            table.getSelectionModel().selectIndices(0, 2);
            show(APPLES, CHEESE, BREAD);
            assertThat(view.getSelectionModel().getSelectedItems()).containsExactly(APPLES, CHEESE);
            assertThat(table.getSelectionModel().getSelectedItems()).containsExactlyInAnyOrder(APPLES, CHEESE);
        });
    }
}
