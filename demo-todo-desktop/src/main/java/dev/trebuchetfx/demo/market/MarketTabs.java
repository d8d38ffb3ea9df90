// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.demo.text.Words;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Tab;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The tabs of prices: the row that is chosen in the table is what the chart shows. */
public final class MarketTabs {
    private MarketTabs() {}

    /**
     * Returns the tabs, which follow the prices only while they are shown.
     *
     * @param open begins to observe the prices; called again each time when a tab is shown after it was out of sight for long
     */
    public static List<Tab> of(Supplier<ObservableActor<Board>> open) {
        SimpleObjectProperty<@Nullable String> chosen = new SimpleObjectProperty<>();
        PriceChart line = new PriceChart(chosen);
        LiveTab chart = new LiveTab(Words.of("tab.chart"), Feather.TRENDING_UP, line, line::follow, open);
        chart.setId("tab-chart");
        PriceTable rows = new PriceTable(chosen, () -> {
            if (chart.getTabPane() != null) {
                chart.getTabPane().getSelectionModel().select(chart);
            }
        });
        LiveTab table = new LiveTab(Words.of("tab.prices"), Feather.DOLLAR_SIGN, rows, rows::follow, open);
        table.setId("tab-prices");
        return List.of(table, chart);
    }

    static String stylesheet() {
        return Objects.requireNonNull(MarketTabs.class.getResource("market.css"), "market.css")
                .toExternalForm();
    }
}
