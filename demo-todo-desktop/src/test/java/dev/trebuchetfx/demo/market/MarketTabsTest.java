// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import static dev.trebuchetfx.bindings.testing.FxTesting.awaitPulse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.LiveItem;
import dev.trebuchetfx.bindings.controls.StaleVeil;
import dev.trebuchetfx.bindings.testing.FakeStream;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.demo.model.FakeTodoService;
import dev.trebuchetfx.demo.view.TodoWindowFixture;
import dev.trebuchetfx.protocol.envelope.ActorId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.util.WaitForAsyncUtils;

/** The tabs of prices in the window, by a stream that the test feeds. */
class MarketTabsTest {
    private static final int ROWS = 2_000;

    private final TodoWindowFixture window = TodoWindowFixture.open(FakeTodoService.with("Milk"), 900, 600);

    @AfterEach
    void close() {
        window.close();
    }

    private static Board board(int rows, double price) {
        return new Board(
                IntStream.range(0, rows)
                        .mapToObj(i -> new Price(String.format(Locale.ROOT, "S%04d", i), price + i))
                        .toList(),
                1_000);
    }

    private FakeStream<Board> market() {
        return window.markets.getLast();
    }

    private void update(Board board) {
        window.fx(() -> market().update(board));
        awaitPulse();
        awaitPulse();
    }

    @SuppressWarnings("unchecked")
    private TableView<LiveItem<Price>> table() {
        return window.robot.lookup("#prices").queryAs(TableView.class);
    }

    private PriceChart chart() {
        return window.robot.lookup(".price-chart").queryAs(PriceChart.class);
    }

    private PriceLine line() {
        return window.robot.lookup("#price-line").queryAs(PriceLine.class);
    }

    private StaleVeil veil() {
        return window.robot.lookup("#tabs .stale-veil").queryAs(StaleVeil.class);
    }

    private String text(String query) {
        return window.robot.lookup(query).queryAs(Label.class).getText();
    }

    private void press(KeyCode... keys) {
        window.robot.press(keys).release(keys);
        window.settle();
    }

    private long points() {
        return line().getData().stream()
                .mapToLong(series -> series.getData().size())
                .sum();
    }

    private List<PriceCell> priceCells() {
        return window.robot.lookup(".price-cell").queryAllAs(PriceCell.class).stream()
                .filter(cell -> cell.getText() != null)
                .toList();
    }

    @Test
    void theRowStaysChosenAndItsPriceChangesInPlace() {
        window.tab(1);
        update(board(20, 100));
        window.fx(() -> table().getSelectionModel().select(3));
        update(board(20, 250));

        assertThat(table().getSelectionModel().getSelectedItem().getValue()).isEqualTo(new Price("S0003", 253));
        assertThat(priceCells().get(3).getText()).isEqualTo("253.00");
        assertThat(priceCells().get(3).getPseudoClassStates())
                .extracting(Object::toString)
                .contains("up");
    }

    @Test
    void searchByKeyAloneAndEnterShowsTheChartOfTheRow() {
        window.tab(1);
        update(board(ROWS, 100));
        window.fx(() -> table().requestFocus());
        press(KeyCode.CONTROL, KeyCode.F);
        window.robot.write("s0042", 0);
        window.settle();
        assertThat(text("#price-count")).isEqualTo("1 of 2,000 prices");

        press(KeyCode.DOWN);
        press(KeyCode.ENTER);
        update(board(ROWS, 100));
        window.fx(() -> chart().tick());
        assertThat(text("#chart-price")).isEqualTo("142.00");
    }

    @Test
    void nothingIsObservedUntilATabIsShownAndNothingChangesOutOfSight() {
        assertThat(window.markets).isEmpty();
        window.tab(1);
        update(board(20, 100));
        TableView<LiveItem<Price>> table = table();
        window.tab(0);
        update(board(20, 300));
        assertThat(table.getItems().getFirst().getValue().price()).isEqualTo(100);

        window.tab(1);
        awaitPulse();
        awaitPulse();
        assertThat(window.markets).hasSize(1);
        assertThat(table().getItems().getFirst().getValue().price()).isEqualTo(300);
    }

    @Test
    void theChartKeepsAMinuteOfPoints() {
        window.tab(2);
        update(board(20, 100));
        window.fx(() -> {
            for (int i = 0; i < 3 * PriceLine.POINTS; i++) {
                chart().tick();
            }
        });
        assertThat(points()).isEqualTo(PriceLine.POINTS);
        assertThat(line().getData()).hasSize(1);
    }

    @Test
    void aStaleChartStandsStillSaysSoAndBeginsAnew() {
        window.tab(2);
        update(board(20, 100));
        window.fx(() -> chart().tick());
        window.fx(() -> market().cut("connection reset"));
        awaitPulse();
        awaitPulse();
        long before = points();
        window.fx(() -> chart().tick());
        assertThat(points()).isEqualTo(before);
        await(() -> veil().isVeiled());

        window.fx(() -> market().reconnect());
        update(board(20, 200));
        window.fx(() -> chart().tick());
        assertThat(line().getData()).hasSize(2);
    }

    @Test
    void theChartStopsWhileItIsNotShown() {
        window.tab(2);
        update(board(20, 100));
        window.fx(() -> chart().tick());
        PriceChart chart = chart();
        window.tab(0);
        assertThat(chart.isTicking()).isFalse();
        window.tab(2);
        assertThat(chart.isTicking()).isTrue();
    }

    @Test
    void anActorThatIsNotThereIsTold() {
        window.tab(1);
        window.fx(() -> market().fail(new RemoteInvocationException(
                ActorId.of("prices"), "observeState", "there is no actor named 'prices'")));
        awaitPulse();
        awaitPulse();
        window.settle();
        assertThat(window.robot.lookup(".error-pane .notification-bar .label").queryAllAs(Label.class))
                .anySatisfy(label -> assertThat(label.getText()).contains("there is no actor named"));
    }

    @Test
    void theRateShowsAtOnceAndIsTakenBackWhereTheServerRefuses() {
        window.tab(1);
        update(board(20, 100));
        window.robot.clickOn("#rate-20000");
        awaitPulse();
        assertThat(market().calls()).hasSize(1);
        assertThat(market().calls().getFirst().arguments()).isEqualTo(List.of(20_000));
        ToggleButton button = window.robot.lookup("#rate-20000").queryAs(ToggleButton.class);
        assertThat(button.isSelected()).isTrue();

        window.fx(() -> market().refuse(new RemoteInvocationException(ActorId.of("market"), "setRate", "not today")));
        assertThat(button.isSelected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drawsTheTabs(boolean isDark) {
        String theme = isDark ? "-dark" : "-light";
        window.fx(() -> window.dark.set(isDark));
        window.tab(1);
        window.picture("20-prices-empty" + theme);
        update(board(ROWS, 100));
        Random random = new Random(3);
        List<Price> prices = new ArrayList<>(board(ROWS, 100).prices());
        prices.replaceAll(price -> new Price(price.symbol(), price.price() * random.nextDouble(0.98, 1.02)));
        update(new Board(prices, 1_000));
        window.fx(() -> table().getSelectionModel().select(2));
        window.picture("21-prices" + theme);
        window.fx(() -> market().cut("connection reset"));
        awaitPulse();
        await(() -> veil().isVeiled());
        window.picture("22-prices-stale" + theme);

        window.tab(2);
        window.fx(() -> chart().tick());
        window.picture("23-chart-empty" + theme);
        window.fx(() -> {
            double price = 100;
            for (int i = 0; i < 200; i++) {
                price *= random.nextDouble(0.99, 1.0102);
                market().update(board(20, price));
                chart().tick();
            }
        });
        window.picture("24-chart" + theme);
        window.fx(() -> market().cut("connection reset"));
        awaitPulse();
        await(() -> veil().isVeiled());
        window.picture("25-chart-stale" + theme);
    }

    private void await(Callable<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, condition);
        } catch (TimeoutException e) {
            throw new AssertionError("the veil did not come", e);
        }
    }
}
