// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.drawer;

import dev.trebuchetfx.inspector.board.CardsModel;
import dev.trebuchetfx.inspector.board.CardsModel.Resume;
import dev.trebuchetfx.inspector.model.ResumeWords;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** A card for each resume: what was asked for, what the server had, what came, and the verdict. */
final class ResumesPane extends VBox {
    private final ObservableValue<Palette> palette;
    private final CardList<Resume> list;

    ResumesPane(CardsModel model, ObservableValue<Palette> palette) {
        this.palette = palette;
        list = new CardList<>(
                "resumes",
                model.resumes(),
                this::card,
                resume -> resume.words().spoken(),
                resume -> model.select(resume.card().index()));
        list.setAccessibleText("Resumes");
        list.setPlaceholder(EmptyState.of(
                Feather.REFRESH_CW,
                "No resume yet",
                "A card comes for each reconnect after which a stream goes on where it was."));
        palette.subscribe(list::refresh);
        CheckBox chosen = new CheckBox("Only the chosen stream");
        chosen.setId("resumes-chosen");
        chosen.selectedProperty().bindBidirectional(model.chosenOnlyProperty());
        Label count = CardList.quiet("");
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.count(model.resumes().size(), "resume", "resumes") + ", newest first",
                        model.resumes()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(14, count, space, chosen);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("tab-head");
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
    }

    CardList<Resume> list() {
        return list;
    }

    private Node card(Resume resume) {
        ResumeWords words = resume.words();
        HBox facts = new HBox(
                22,
                CardList.fact("checkpoint sent", words.checkpoint()),
                CardList.fact("server had", words.server()),
                CardList.fact("replayed", words.replayed()),
                CardList.fact("overlap", words.overlap()),
                CardList.fact("missing", words.missing()),
                CardList.fact("time to live", words.toLive()));
        if (!words.reason().isEmpty()) {
            facts.getChildren().add(CardList.fact("reason", words.reason()));
        }
        return CardList.box(
                CardList.head(
                        words.title(),
                        Glyphs.icon(resume.card().verdict(), palette.getValue()),
                        resume.stream(),
                        words.time()),
                facts);
    }
}
