// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.detail;

import dev.trebuchetfx.inspector.analysis.BufferWindow;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.model.GapWords;
import dev.trebuchetfx.inspector.model.ResumeWords;
import dev.trebuchetfx.inspector.model.StreamDetailModel;
import dev.trebuchetfx.inspector.model.StreamDetailModel.Facts;
import dev.trebuchetfx.inspector.model.StreamDetailModel.Resume;
import dev.trebuchetfx.inspector.model.StreamDetailModel.Traffic;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.view.paint.EmptyState;
import dev.trebuchetfx.inspector.view.paint.Glyphs;
import dev.trebuchetfx.inspector.view.paint.Palette;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The chosen stream's position against the server's buffer, each resume and each gap. */
public final class StreamDetailPane extends VBox {
    private static final PseudoClass RISK = PseudoClass.getPseudoClass("risk");

    private final StreamDetailModel model;
    private final ObservableValue<Palette> palette;
    private final VBox cards = new VBox(8);

    public StreamDetailPane(StreamDetailModel model, ObservableValue<Palette> palette) {
        this.model = model;
        this.palette = palette;
        getStyleClass().add("stream-detail");
        Label title = new Label("Position and resumes");
        title.getStyleClass().add("pane-title");
        HBox head = new HBox(title);
        head.getStyleClass().add("pane-head");
        cards.getStyleClass().add("cards");
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setId("stream-detail");
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll);
        model.factsProperty().subscribe(this::show);
        palette.subscribe(this::show);
        show();
    }

    private void show() {
        Facts facts = model.factsProperty().get();
        cards.getChildren().clear();
        if (facts.title().isEmpty()) {
            cards.getChildren()
                    .add(EmptyState.of(
                            Feather.ANCHOR,
                            "No stream chosen",
                            "Choose one on the left to see its checkpoint against the server's buffer."));
            return;
        }
        cards.getChildren().add(position(facts));
        if (facts.traffic() != null) {
            cards.getChildren().add(traffic(facts.traffic()));
        }
        facts.resumes().forEach(resume -> cards.getChildren().add(resume(resume)));
        if (facts.resumes().isEmpty()) {
            cards.getChildren().add(quiet("No resume yet: this stream has not had to go on after a cut."));
        }
        facts.gaps().forEach(gap -> cards.getChildren().add(gap(gap)));
    }

    private Node position(Facts facts) {
        BufferWindow window = facts.window();
        Label advice = new Label(facts.advice(), new FontIcon(facts.risk() ? Feather.ALERT_TRIANGLE : Feather.SHIELD));
        advice.getStyleClass().add("advice");
        advice.pseudoClassStateChanged(RISK, facts.risk());
        wrap(advice);
        FlowPane numbers = new FlowPane(
                24,
                4,
                fact("checkpoint", facts.checkpoint() == null ? "none" : Texts.sequence(facts.checkpoint())),
                fact(
                        window == null || window.exact() ? "server buffer" : "server buffer (estimate)",
                        window == null ? "not known" : Texts.range(window.oldest(), window.newest())));
        return card(numbers, advice, quiet(facts.server()));
    }

    private static Node traffic(Traffic traffic) {
        FlowPane numbers = new FlowPane(24, 4, fact("came", traffic.came()));
        if (!traffic.saved().isEmpty()) {
            numbers.getChildren().add(fact("saved by deltas", traffic.saved()));
        }
        if (!traffic.leftOut().isEmpty()) {
            numbers.getChildren().add(fact("left out by the filter", traffic.leftOut()));
        }
        return card(numbers);
    }

    private Node resume(Resume resume) {
        ResumeWords words = resume.words();
        Label title = new Label(words.title(), Glyphs.icon(resume.verdict(), palette.getValue()));
        title.getStyleClass().add("card-title");
        FlowPane numbers = new FlowPane(
                20,
                4,
                fact("checkpoint sent", words.checkpoint()),
                fact("replayed", words.replayed()),
                fact("missing", words.missing()),
                fact("time to live", words.toLive()));
        if (!words.reason().isEmpty()) {
            numbers.getChildren().add(fact("reason", words.reason()));
        }
        return card(titled(title, words.time()), numbers);
    }

    private Node gap(GapWords gap) {
        Label title = new Label(
                gap.title(), Glyphs.icon(gap.healed() ? Verdict.HEALED : Verdict.MISSING, palette.getValue()));
        title.getStyleClass().add("card-title");
        return card(titled(title, gap.time()), quiet(gap.why()));
    }

    private static Node titled(Label title, String time) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label when = quiet(time);
        when.setMinWidth(USE_PREF_SIZE);
        HBox line = new HBox(8, title, space, when);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static Node card(Node... parts) {
        VBox card = new VBox(6, parts);
        card.getStyleClass().add("card-box");
        return card;
    }

    private static Node fact(String name, String value) {
        Label head = quiet(name);
        Label text = new Label(value);
        text.getStyleClass().add("fact");
        text.setMinWidth(USE_PREF_SIZE);
        return new VBox(1, head, text);
    }

    private static Label quiet(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("quiet");
        wrap(label);
        return label;
    }

    private static void wrap(Label label) {
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
    }
}
