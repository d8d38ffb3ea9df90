// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.demo.text.Words;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.controlsfx.control.SegmentedButton;
import org.jspecify.annotations.Nullable;

/** The choice of how many prices change in a second, for everybody at the server; hidden where the server has no such choice. Confined to the FX thread. */
final class RateChoice extends HBox {
    private static final List<Integer> RATES = List.of(0, 100, 1_000, 20_000);

    private final SegmentedButton buttons = new SegmentedButton();
    private @Nullable ObservableActor<Board> actor;
    private ReadOnlyObjectProperty<@Nullable Integer> rate = new SimpleObjectProperty<>();

    RateChoice() {
        getStyleClass().add("rate-choice");
        setAlignment(Pos.CENTER_RIGHT);
        Label label = new Label(Words.of("prices.rate"));
        label.getStyleClass().add(Styles.TEXT_MUTED);
        for (int each : RATES) {
            ToggleButton button = new ToggleButton(each == 0 ? Words.of("prices.rate.none") : Words.of("number", each));
            button.setId("rate-" + each);
            button.setMinWidth(USE_PREF_SIZE);
            button.setAccessibleText(Words.of("prices.rate.accessible", each));
            button.setOnAction(_ -> choose(each));
            buttons.getButtons().add(button);
        }
        managedProperty().bind(visibleProperty());
        setVisible(false);
        getChildren().addAll(label, buttons);
    }

    /** Shows and changes the rate at {@code newActor} from now on. */
    void follow(ObservableActor<Board> newActor) {
        actor = newActor;
        rate = newActor.select(Board::rate);
        rate.subscribe(_ -> show());
    }

    private void choose(int chosen) {
        if (actor != null) {
            // One that the server refuses is taken back, and the button with it.
            var _ = actor.change(
                    board -> board.withRate(chosen),
                    RemoteCall.of("setRate", Void.class, chosen).idempotent());
        }
        show();
    }

    private void show() {
        Integer now = rate.get();
        setVisible(now != null);
        for (int i = 0; i < RATES.size(); i++) {
            buttons.getButtons().get(i).setSelected(RATES.get(i).equals(now));
        }
    }
}
