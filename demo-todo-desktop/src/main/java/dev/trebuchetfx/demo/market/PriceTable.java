// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.trebuchetfx.bindings.LiveItem;
import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.demo.text.Words;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The table of all prices. Its rows stay where they are, and only what is seen of them is drawn when prices change. Confined to the FX thread. */
final class PriceTable extends VBox {
    private final TableView<LiveItem<Price>> table = new TableView<>();
    private final CustomTextField search = new CustomTextField();
    private final RateChoice rates = new RateChoice();
    private final Label count = new Label();
    private final ObjectProperty<@Nullable String> chosen;
    /** The price with which each symbol was seen first; as many as the board has symbols. */
    private final Map<String, Double> first = new HashMap<>();

    /**
     * Creates a table that follows nothing yet.
     *
     * @param chosen the symbol of the selected row
     * @param open shows more of the selected row
     */
    PriceTable(ObjectProperty<@Nullable String> chosen, Runnable open) {
        this.chosen = chosen;
        getStyleClass().add("price-table");
        getStylesheets().add(MarketTabs.stylesheet());
        search.setId("find-symbol");
        search.setPromptText(Words.of("prices.search"));
        search.setAccessibleText(Words.of("prices.search.accessible"));
        search.setLeft(new FontIcon(Feather.SEARCH));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(search, space, rates);
        bar.getStyleClass().add("bar");
        bar.setAlignment(Pos.CENTER_LEFT);

        table.setId("prices");
        table.getStyleClass().addAll(Styles.DENSE, Styles.BORDERED);
        table.setAccessibleText(Words.of("prices.table"));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setFixedCellSize(30);
        table.getColumns().add(column("prices.symbol", 160, Price::symbol, false));
        TableColumn<LiveItem<Price>, Double> price = column("prices.price", 160, Price::price, true);
        price.setCellFactory(_ -> new PriceCell());
        TableColumn<LiveItem<Price>, Double> change = column("prices.change", 160, this::change, true);
        change.setCellFactory(_ -> new PercentCell());
        table.getColumns().add(price);
        table.getColumns().add(change);
        table.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null) {
                chosen.set(row.getValue().symbol());
            }
        });
        table.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && table.getSelectionModel().getSelectedItem() != null) {
                open.run();
            }
        });
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && table.getSelectionModel().getSelectedItem() != null) {
                open.run();
                event.consume();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        count.setId("price-count");
        count.getStyleClass().add(Styles.TEXT_MUTED);
        setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(bar, table, count);
    }

    /** Shows the prices of {@code actor} from now on. */
    void follow(ObservableActor<Board> actor) {
        String before = chosen.get();
        ObservableList<LiveItem<Price>> items = actor.items(Board::prices, Price::symbol);
        FilteredList<LiveItem<Price>> found = new FilteredList<>(items);
        found.predicateProperty().bind(Bindings.createObjectBinding(this::predicate, search.textProperty()));
        SortedList<LiveItem<Price>> sorted = new SortedList<>(found);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        count.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> found.size() == items.size()
                                ? Words.of("prices.count", items.size())
                                : Words.of("prices.found", found.size(), items.size()),
                        found,
                        items));
        table.placeholderProperty()
                .bind(Bindings.createObjectBinding(
                        () -> placeholder(items.isEmpty() ? "prices.none" : "prices.none-found"), items));
        rates.follow(actor);
        sorted.stream()
                .filter(row -> row.getValue().symbol().equals(before))
                .findFirst()
                .ifPresent(row -> table.getSelectionModel().select(row));
    }

    private Predicate<LiveItem<Price>> predicate() {
        String typed = search.getText().strip().toUpperCase(Locale.ROOT);
        return row -> row.getValue().symbol().contains(typed);
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.F && event.isShortcutDown()) {
            search.requestFocus();
            event.consume();
        } else if (event.getTarget() == search && event.getCode() == KeyCode.ESCAPE) {
            search.clear();
            event.consume();
        } else if (event.getTarget() == search && event.getCode() == KeyCode.DOWN) {
            if (table.getSelectionModel().isEmpty()) {
                table.getSelectionModel().selectFirst();
            }
            table.requestFocus();
            event.consume();
        }
    }

    /** Returns how far a price is from the first one that was seen, as a fraction. */
    private Double change(Price now) {
        double began = first.computeIfAbsent(now.symbol(), _ -> now.price());
        return now.price() / began - 1;
    }

    private static Label placeholder(String key) {
        Label label = new Label(Words.of(key));
        label.getStyleClass().add(Styles.TEXT_MUTED);
        return label;
    }

    private static <V> TableColumn<LiveItem<Price>, V> column(
            String title, double width, Function<Price, V> part, boolean isNumber) {
        TableColumn<LiveItem<Price>, V> column = new TableColumn<>(Words.of(title));
        column.setPrefWidth(width);
        column.setCellValueFactory(row -> row.getValue().select(part));
        if (isNumber) {
            column.getStyleClass().add("number");
        }
        return column;
    }
}
