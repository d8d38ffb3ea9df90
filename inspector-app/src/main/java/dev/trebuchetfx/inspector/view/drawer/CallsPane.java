// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.board.CallWords;
import dev.trebuchetfx.inspector.board.CardsModel;
import dev.trebuchetfx.inspector.board.CardsModel.Call;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Each call, its answer, and the state change that it likely caused. */
final class CallsPane extends VBox {
    private final ObservableValue<Palette> palette;
    private final CardList<Call> list;

    CallsPane(CardsModel model, ObservableValue<Palette> palette) {
        this.palette = palette;
        list = new CardList<>(
                "calls",
                model.calls(),
                this::card,
                call -> call.words().spoken(),
                call -> model.select(call.card().index()));
        list.setAccessibleText("Calls");
        list.setPlaceholder(EmptyState.of(
                Feather.CORNER_DOWN_RIGHT,
                "No call yet",
                "Each call of a method shows here, with its answer and the updates that came of it."));
        palette.subscribe(list::refresh);
        VBox.setVgrow(list, Priority.ALWAYS);
        HBox head = new HBox(
                CardList.quiet(
                        "Newest first. An update belongs to a call when it came until shortly after the answer; ? says that another call was under way."));
        head.getStyleClass().add("tab-head");
        getChildren().addAll(head, list);
    }

    CardList<Call> list() {
        return list;
    }

    private Node card(Call call) {
        CallWords words = call.words();
        Verdict shape = words.failed() ? Verdict.ERROR : Verdict.CALL;
        Label outcome = new Label(words.outcome());
        Label changes = CardList.quiet(words.changes());
        HBox.setHgrow(changes, Priority.ALWAYS);
        HBox line = new HBox(16, outcome, changes);
        return CardList.box(
                CardList.head(words.title(), Glyphs.icon(shape, palette.getValue()), "", words.time()), line);
    }
}
