// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.host;

import static dev.trebuchetfx.bindings.testing.FxTesting.awaitPulse;
import static dev.trebuchetfx.bindings.testing.FxTesting.call;
import static dev.trebuchetfx.bindings.testing.FxTesting.run;
import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.bindings.controls.ThemeAliases;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.demo.market.Board;
import dev.trebuchetfx.demo.market.MarketTabs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.collections.ListChangeListener;
import javafx.scene.Scene;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of prices at the highest rate, from a real server: counts what the FX thread does, whatever the machine. */
@HeadlessFx
@Timeout(60)
class MarketLoadTest {
    private static final int BEATS = 40;

    @Test
    void twentyThousandChangesASecondWriteOnlyTheCellsThatAreSeen() throws Exception {
        try (DemoServer server = DemoServer.start(10);
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build()) {
            AtomicInteger states = new AtomicInteger();
            TabPane tabs = call(() -> {
                TabPane pane = new TabPane();
                pane.getTabs().addAll(MarketTabs.of(() -> {
                    ObservableActor<Board> actor =
                            ObservableActor.observe(client, DemoMarket.NAME, "observeState", Board.class);
                    actor.stateProperty().subscribe(_ -> states.incrementAndGet());
                    return actor;
                }));
                return pane;
            });
            Stage stage = call(() -> {
                Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
                Stage shown = new Stage();
                Scene scene = new Scene(tabs, 900, 600);
                ThemeAliases.ATLANTAFX.addTo(scene);
                shown.setScene(scene);
                shown.show();
                return shown;
            });
            TableView<?> table = call(() -> (TableView<?>) tabs.lookup("#prices"));
            while (states.get() < 3) {
                awaitPulse();
            }
            client.actor(DemoMarket.NAME)
                    .call("setRate", Void.class, DemoMarket.MAXIMUM_RATE)
                    .get(10, TimeUnit.SECONDS);
            List<TableCell<?, ?>> cells = call(() -> cells(table));
            AtomicInteger written = new AtomicInteger();
            AtomicInteger lists = new AtomicInteger();
            int before = call(() -> {
                cells.forEach(cell -> cell.textProperty().addListener(_ -> written.incrementAndGet()));
                table.getItems().addListener((ListChangeListener<Object>) _ -> lists.incrementAndGet());
                return states.get();
            });

            while (states.get() < before + BEATS) {
                awaitPulse();
            }

            int shown = states.get() - before;
            assertThat(cells).as("cells with a number").hasSizeBetween(20, 80);
            assertThat(lists).as("changes of the list").hasValue(0);
            assertThat(written.get())
                    .as("cells written in %d updates of 1,000 prices each", shown)
                    .isBetween(shown, (shown + 1) * cells.size());
            assertThat(call(() -> cells(table)))
                    .as("the same cells as before")
                    .containsExactlyInAnyOrderElementsOf(cells);
            run(stage::close);
        }
    }

    private static List<TableCell<?, ?>> cells(TableView<?> table) {
        return Stream.of(".price-cell", ".percent-cell")
                .flatMap(each -> table.lookupAll(each).stream())
                .<TableCell<?, ?>>map(node -> (TableCell<?, ?>) node)
                .filter(cell -> cell.getText() != null)
                .toList();
    }
}
