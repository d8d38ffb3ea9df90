// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.collections.ObservableList;
import javafx.scene.control.FocusModel;
import javafx.scene.control.ListView;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.TableView;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever sequence of states comes, the selection of a stock control stays on its item while that is there. */
class ControlSelectionPropertiesTest {

    @BeforeContainer
    static void startToolkit() {
        FxToolkitExtension.start();
    }

    @Property(tries = 1_000)
    void aListViewFollowsAnySequenceOfStates(@ForAll("seeds") long seed) {
        onFx(() -> {
            ListView<Todo> list = new ListView<>();
            followsAnySequence(seed, list::setItems, list::getSelectionModel, list::getFocusModel);
        });
    }

    @Property(tries = 1_000)
    void aTableViewFollowsAnySequenceOfStates(@ForAll("seeds") long seed) {
        onFx(() -> {
            TableView<Todo> table = new TableView<>();
            followsAnySequence(seed, table::setItems, table::getSelectionModel, table::getFocusModel);
        });
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    private static void followsAnySequence(
            long seed,
            Consumer<ObservableList<Todo>> setItems,
            Supplier<MultipleSelectionModel<Todo>> selection,
            Supplier<? extends FocusModel<Todo>> focus) {
        Random random = new Random(seed);
        FakeSource<List<Todo>> source = new FakeSource<>();
        ManualPulse pulse = new ManualPulse();
        ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);
        ObservableList<Todo> items = actor.list(Function.identity(), Todo::id);
        setItems.accept(items);
        List<Todo> state = randomState(random, 1 + random.nextInt(8), -1);
        source.update(state);
        pulse.run();
        int selected = items.get(random.nextInt(items.size())).id();
        selection.get().select(index(items, selected));
        for (int i = 0; i < 4; i++) {
            List<Todo> before = List.copyOf(items);
            source.update(randomState(random, random.nextInt(8), selected));
            pulse.run();
            assertThat(selection.get().getSelectedItems())
                    .as("selected after %s became %s", before, items)
                    .containsExactly(items.get(index(items, selected)));
            assertThat(selection.get().getSelectedItem()).isEqualTo(items.get(index(items, selected)));
            assertThat(selection.get().getSelectedIndex()).isEqualTo(index(items, selected));
            assertThat(focus.get().getFocusedIndex())
                    .as("focus after %s became %s", before, items)
                    .isEqualTo(index(items, selected));
        }
    }

    private static int index(List<Todo> items, int id) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).id() == id) {
                return i;
            }
        }
        throw new AssertionError(id + " is not in " + items);
    }

    private static List<Todo> randomState(Random random, int size, int always) {
        List<Integer> ids = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        if (random.nextBoolean()) {
            Collections.shuffle(ids, random);
        } else {
            while (ids.size() > size + 1) {
                ids.remove(random.nextInt(ids.size()));
            }
        }
        List<Integer> chosen = new ArrayList<>(ids.subList(0, Math.min(size, ids.size())));
        if (always >= 0 && !chosen.contains(always)) {
            chosen.add(random.nextInt(chosen.size() + 1), always);
        }
        return chosen.stream()
                .map(id -> new Todo(id, "text " + random.nextInt(3)))
                .toList();
    }
}
