// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.board.BufferWords;
import dev.trebuchetfx.inspector.board.CardsModel;
import dev.trebuchetfx.inspector.board.CardsModel.Buffer;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where each stream's checkpoint stands in what its server can still replay. */
final class BuffersPane extends VBox {
    private static final PseudoClass RISK = PseudoClass.getPseudoClass("risk");

    private final ObservableValue<Palette> palette;
    private final CardList<Buffer> list;

    BuffersPane(CardsModel model, ObservableValue<Palette> palette) {
        this.palette = palette;
        list = new CardList<>(
                "buffers",
                model.buffers(),
                this::card,
                buffer -> buffer.words().spoken(buffer.stream()),
                model::choose);
        list.setAccessibleText("Server buffers");
        list.setPlaceholder(EmptyState.of(
                Feather.DATABASE,
                "No stream yet",
                "Here stands how much longer the server could replay what a client missed."));
        palette.subscribe(list::refresh);
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().add(list);
    }

    CardList<Buffer> list() {
        return list;
    }

    private Node card(Buffer buffer) {
        BufferWords words = buffer.words();
        FontIcon icon = new FontIcon(
                words.card() == null ? Feather.HELP_CIRCLE : words.risk() ? Feather.ALERT_TRIANGLE : Feather.SHIELD);
        Label verdict = new Label((words.risk() ? "at risk: " : "") + words.verdict(), icon);
        verdict.getStyleClass().add("advice");
        verdict.pseudoClassStateChanged(RISK, words.risk());
        Node head = CardList.head(buffer.stream(), new FontIcon(Feather.DATABASE), buffer.chosen() ? "chosen" : "", "");
        if (words.card() == null) {
            return CardList.box(head, verdict);
        }
        BufferGauge gauge = new BufferGauge(words.card(), palette.getValue());
        HBox facts = new HBox(
                22,
                CardList.fact("checkpoint", words.checkpoint()),
                CardList.fact("server's buffer", words.buffer()),
                CardList.fact("rate", words.rate()),
                verdict);
        VBox box = CardList.box(head, gauge, facts);
        HBox.setHgrow(verdict, Priority.ALWAYS);
        if (buffer.chosen()) {
            box.getChildren().add(CardList.quiet(words.told()));
        }
        return box;
    }
}
