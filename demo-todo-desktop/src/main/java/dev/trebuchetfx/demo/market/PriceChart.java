// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import atlantafx.base.theme.Styles;
import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.demo.text.Words;
import java.text.NumberFormat;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;

/**
 * The line of one price over the last minute. Four points a second are enough for the eye, however often the price changes. While the price is stale the line stands still, and it
 * begins anew afterwards. Confined to the FX thread.
 */
final class PriceChart extends VBox {
    static final Duration BEAT = Duration.millis(250);

    private final SearchableComboBox<String> symbols = new SearchableComboBox<>();
    private final Label price = new Label();
    private final Label change = new Label();
    private final Label empty = new Label();
    private final PriceLine line = new PriceLine();
    private final Timeline beat = new Timeline(new KeyFrame(BEAT, _ -> tick()));
    private final NumberFormat amounts = Amounts.price();
    private final NumberFormat percents = Amounts.percent();
    private final ObjectProperty<@Nullable String> chosen;
    private ObservableList<String> known = FXCollections.emptyObservableList();
    private @Nullable ObservableActor<Board> actor;
    private ReadOnlyObjectProperty<@Nullable Double> newest = new SimpleObjectProperty<>();

    /**
     * Creates a chart that follows nothing yet.
     *
     * @param chosen the symbol whose price is shown; null for the first one of the board
     */
    PriceChart(ObjectProperty<@Nullable String> chosen) {
        this.chosen = chosen;
        getStyleClass().add("price-chart");
        getStylesheets().add(MarketTabs.stylesheet());
        symbols.setId("chart-symbol");
        symbols.setAccessibleText(Words.of("chart.symbol"));
        symbols.setPromptText(Words.of("chart.symbol"));
        price.setId("chart-price");
        price.getStyleClass().add(Styles.TITLE_2);
        change.setId("chart-change");
        change.getStyleClass().add(Styles.TEXT_MUTED);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(symbols, space, change, price);
        bar.getStyleClass().add("bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        empty.setId("chart-empty");
        empty.getStyleClass().add(Styles.TEXT_MUTED);
        empty.visibleProperty().bind(line.emptyProperty());
        line.visibleProperty().bind(line.emptyProperty().not());
        StackPane middle = new StackPane(line, empty);
        setVgrow(middle, Priority.ALWAYS);
        getChildren().addAll(bar, middle);
        symbols.valueProperty().bindBidirectional(chosen);
        chosen.subscribe(_ -> select());
        beat.setCycleCount(Animation.INDEFINITE);
        sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .orElse(false)
                .subscribe(isSeen -> {
                    if (isSeen) {
                        beat.play();
                    } else {
                        beat.stop();
                        line.interrupt();
                    }
                });
    }

    /** Shows the prices of {@code newActor} from now on. */
    void follow(ObservableActor<Board> newActor) {
        actor = newActor;
        known = newActor.list(Board::symbols, symbol -> symbol);
        symbols.setItems(known);
        line.interrupt();
        select();
    }

    /** Takes the price as it is now for the next point. */
    void tick() {
        if (actor == null || known.isEmpty()) {
            empty.setText(Words.of("chart.none"));
            return;
        }
        if (chosen.get() == null) {
            chosen.set(known.getFirst());
        }
        Double now = newest.get();
        if (now == null || actor.isStale()) {
            line.interrupt();
            empty.setText(Words.of(now == null ? "chart.no-such" : "chart.none"));
            return;
        }
        line.add(now);
        price.setText(amounts.format(now.doubleValue()));
        double moved = now / line.first() - 1;
        change.setText(Words.of("chart.change", percents.format(moved)));
        line.setAccessibleText(Words.of("chart.accessible", String.valueOf(chosen.get()), price.getText()));
    }

    /** Returns whether a point is taken from time to time. */
    boolean isTicking() {
        return beat.getStatus() == Animation.Status.RUNNING;
    }

    private void select() {
        line.clear();
        price.setText("");
        change.setText("");
        empty.setText(Words.of("chart.begins"));
        String symbol = chosen.get();
        if (actor != null && symbol != null) {
            newest = actor.select(board -> board.priceOf(symbol));
        }
    }
}
