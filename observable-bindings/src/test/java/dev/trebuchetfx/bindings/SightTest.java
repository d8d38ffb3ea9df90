// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings;

import static dev.trebuchetfx.bindings.FxToolkitExtension.callOnFx;
import static dev.trebuchetfx.bindings.FxToolkitExtension.onFx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.bindings.internal.scene.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An actor that lives as long as what it fills can be seen. */
@ExtendWith(FxToolkitExtension.class)
@Timeout(60)
class SightTest {
    private final FakeSource<List<Todo>> source = new FakeSource<>();
    private final ManualPulse pulse = new ManualPulse();
    private final ObservableActor<List<Todo>> actor = ObservableActor.of(source, pulse);

    @Test
    void whatIsOutOfSightCostsNothingAndShowsTheNewestStateWhenItIsBack() {
        ObservableList<Todo> list = actor.list(Function.identity(), Todo::id);
        ListView<Todo> view = callOnFx(() -> new ListView<>(list));
        StackPane pane = callOnFx(() -> new StackPane(view));
        Stage stage = callOnFx(() -> {
            Stage made = new Stage();
            made.setScene(new Scene(pane, 200, 200));
            actor.bindTo(view);
            made.show();
            return made;
        });
        source.update(List.of(Todo.of(1)));
        onFx(pulse::run);
        assertThat(list).containsExactly(Todo.of(1));

        onFx(() -> pane.getChildren().clear());
        source.update(List.of(Todo.of(2)));
        source.update(List.of(Todo.of(3)));
        assertThat(pulse.hasWork()).as("work for the FX thread").isFalse();
        assertThat(list).containsExactly(Todo.of(1));

        onFx(() -> pane.getChildren().add(view));
        onFx(pulse::run);
        assertThat(list).containsExactly(Todo.of(3));

        onFx(stage::hide);
        source.update(List.of(Todo.of(4)));
        assertThat(pulse.hasWork()).isFalse();
        assertThat(source.closes).hasValue(0);
        onFx(actor::close);
        assertThat(source.closes).hasValue(1);
    }

    @Test
    void whatStaysOutOfSightEnds() {
        List<Boolean> seen = new ArrayList<>();
        AtomicInteger ends = new AtomicInteger();
        Stage stage = callOnFx(() -> {
            Stage made = new Stage();
            made.setScene(new Scene(new StackPane(), 100, 100));
            made.show();
            Sight.of(made, seen::add, ends::incrementAndGet, Duration.millis(50));
            made.hide();
            made.show();
            return made;
        });
        FxToolkitExtension.awaitPulse();
        assertThat(ends).as("it was back in time").hasValue(0);
        onFx(stage::hide);
        await().untilAtomic(ends, org.hamcrest.Matchers.is(1));
        assertThat(callOnFx(() -> List.copyOf(seen))).containsExactly(true, false, true, false);
    }
}
