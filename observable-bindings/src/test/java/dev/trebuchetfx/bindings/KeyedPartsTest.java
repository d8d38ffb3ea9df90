// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Maps, sets, and lists that a choice names. */
class KeyedPartsTest {
    /** Stocks by shop. */
    record Shops(Map<String, List<Todo>> stocks, Set<String> open) {}

    private final FakeSource<Shops> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();
    private final ObservableActor<Shops> actor = ObservableActor.of(source, pulse);

    private void show(Shops shops) {
        source.update(shops);
        pulse.run();
    }

    private static final Shops FIRST =
            new Shops(Map.of("a", List.of(Todo.of(1), Todo.of(2)), "b", List.of(Todo.of(3))), Set.of("a"));

    @Test
    void aListFollowsTheChoiceAndTheState() {
        SimpleObjectProperty<@Nullable String> choice = new SimpleObjectProperty<>();
        ObservableList<Todo> stock =
                actor.list(choice, (shops, shop) -> shops.stocks().get(shop), Todo::id);
        List<String> heard = new ArrayList<>();
        stock.addListener((ListChangeListener<Todo>) change -> heard.add("change"));
        show(FIRST);
        assertThat(stock).isEmpty();

        choice.set("a");
        assertThat(stock).as("with the next pulse").isEmpty();
        pulse.run();
        assertThat(stock).containsExactly(Todo.of(1), Todo.of(2));

        choice.set("b");
        pulse.run();
        assertThat(stock).containsExactly(Todo.of(3));
        show(new Shops(Map.of("b", List.of(Todo.of(3), Todo.of(4))), Set.of()));
        assertThat(stock).containsExactly(Todo.of(3), Todo.of(4));
        choice.set(null);
        pulse.run();
        assertThat(stock).isEmpty();
        assertThat(heard).hasSize(4);
    }

    @Test
    void aMapAndASetTellOfEachKey() {
        ObservableMap<String, List<Todo>> stocks = actor.map(Shops::stocks);
        ObservableSet<String> open = actor.set(Shops::open);
        List<String> heard = new ArrayList<>();
        stocks.addListener((MapChangeListener<String, List<Todo>>) change -> heard.add(change.getKey()
                + (change.wasRemoved() ? " was " + change.getValueRemoved().size() : "")
                + (change.wasAdded() ? " is " + change.getValueAdded().size() : "")));
        open.addListener((SetChangeListener<String>) change -> heard.add((change.wasAdded() ? "opens " : "closes ")
                + (change.wasAdded() ? change.getElementAdded() : change.getElementRemoved())));
        show(FIRST);
        assertThat(heard).containsExactlyInAnyOrder("a is 2", "b is 1", "opens a");
        heard.clear();

        show(new Shops(Map.of("a", List.of(Todo.of(1)), "c", List.of()), Set.of("b", "a")));

        assertThat(heard).containsExactlyInAnyOrder("b was 1", "a was 2 is 1", "c is 0", "opens b");
        assertThat(stocks).containsOnlyKeys("a", "c");
        assertThat(open).containsExactlyInAnyOrder("a", "b");
        assertThatThrownBy(() -> stocks.put("d", List.of())).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> open.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Property(tries = 500)
    void aListenerThatBelievesNothingButChangesHasTheNewMap(
            @ForAll @Size(max = 6) List<Map<@IntRange(max = 8) Integer, @IntRange(max = 2) Integer>> states) {
        FakeSource<Map<Integer, Integer>> given = new FakeSource<>();
        ManualPulse pulses = new ManualPulse();
        ObservableActor<Map<Integer, Integer>> actorOfMaps = ObservableActor.of(given, pulses);
        ObservableMap<Integer, Integer> map = actorOfMaps.map(state -> state);
        ObservableSet<Integer> set = actorOfMaps.set(Map::values);
        Map<Integer, Integer> mirror = new HashMap<>();
        Set<Integer> mirrored = new HashSet<>();
        map.addListener((MapChangeListener<Integer, Integer>) change -> {
            if (change.wasAdded()) {
                mirror.put(change.getKey(), change.getValueAdded());
            } else {
                mirror.remove(change.getKey());
            }
        });
        set.addListener((SetChangeListener<Integer>) change -> {
            if (change.wasAdded()) {
                mirrored.add(change.getElementAdded());
            } else {
                mirrored.remove(change.getElementRemoved());
            }
        });
        for (Map<Integer, Integer> state : states) {
            given.update(state);
            pulses.run();
            assertThat(map).isEqualTo(state);
            assertThat(mirror).isEqualTo(state);
            assertThat(mirrored).isEqualTo(new HashSet<>(state.values()));
        }
        assertThat(actorOfMaps.getState() == null).isEqualTo(states.isEmpty());
    }
}
