// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.PayloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

/** Items whose values change in place. */
class LiveItemTest {
    private final FakeSource<List<Todo>> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();
    private final ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);
    private final List<String> heard = new ArrayList<>();

    private void show(Todo... todos) {
        source.update(List.of(todos));
        pulse.run();
    }

    private ObservableList<LiveItem<Todo>> items() {
        ObservableList<LiveItem<Todo>> items = actor.items(Function.identity(), Todo::id);
        items.addListener((ListChangeListener<LiveItem<Todo>>) change -> heard.add("list"));
        return items;
    }

    @Test
    void aChangedItemIsToldByItsPropertyAndNotByTheList() {
        ObservableList<LiveItem<Todo>> items = items();
        show(Todo.of(1), Todo.of(2));
        LiveItem<Todo> second = items.get(1);
        second.valueProperty().addListener((property, before, now) -> heard.add(before.title() + " → " + now.title()));
        heard.clear();

        show(Todo.of(1), Todo.of(2).renamed("milk"));

        assertThat(heard).containsExactly("todo 2 → milk");
        assertThat(items.get(1)).isSameAs(second);
        assertThat(second.getValue().title()).isEqualTo("milk");
        assertThat(second.select(Todo::title).getValue()).isEqualTo("milk");
    }

    @Test
    void anItemKeepsItsIdentityWhileItsIdIsThere() {
        ObservableList<LiveItem<Todo>> items = items();
        show(Todo.of(1), Todo.of(2), Todo.of(3));
        LiveItem<Todo> third = items.get(2);
        show(Todo.of(3), Todo.of(4).renamed("new"));
        assertThat(items).extracting(LiveItem::id).containsExactly(3, 4);
        assertThat(items.getFirst()).isSameAs(third);
        show(Todo.of(4));
        assertThat(third.getValue()).as("what has left keeps its value").isEqualTo(Todo.of(3));
    }

    @Test
    void severalStatesBetweenTwoPulsesAreOneChange() {
        ObservableList<LiveItem<Todo>> items = items();
        show(Todo.of(1));
        LiveItem<Todo> first = items.getFirst();
        List<String> titles = new ArrayList<>();
        first.valueProperty().addListener((property, before, now) -> titles.add(now.title()));
        source.update(List.of(Todo.of(1).renamed("a"), Todo.of(2)));
        source.update(List.of(Todo.of(2), Todo.of(1).renamed("b")));
        pulse.run();
        assertThat(titles).containsExactly("b");
        assertThat(items)
                .extracting(LiveItem::getValue)
                .containsExactly(Todo.of(2), Todo.of(1).renamed("b"));
    }

    @Test
    void itemsWithOneIdAreAnErrorAndWhatShowsStays() {
        ObservableList<LiveItem<Todo>> items = items();
        show(Todo.of(1));
        show(Todo.of(2), Todo.of(2).renamed("again"));
        assertThat(items).extracting(LiveItem::id).containsExactly(1);
        assertThat(actor.getError()).isInstanceOf(PayloadException.class).hasMessageContaining("two have 2");
    }

    @Test
    void aListAskedForLaterHasItsItemsAtOnce() {
        show(Todo.of(1));
        assertThat(items()).extracting(LiveItem::getValue).containsExactly(Todo.of(1));
    }
}
