// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.host;

import static dev.trebuchetfx.bindings.testing.FxTesting.awaitState;
import static dev.trebuchetfx.bindings.testing.FxTesting.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.demo.market.Board;
import dev.trebuchetfx.demo.market.Price;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The market at a real server, as a window sees it. */
@HeadlessFx
@Timeout(60)
class MarketTest {

    @Test
    void allPricesComeWithNamesOfTheirOwnAndChangeAtTheChosenRate() throws Exception {
        try (DemoServer server = DemoServer.start(10);
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build()) {
            ObservableActor<Board> actor =
                    call(() -> ObservableActor.observe(client, DemoMarket.NAME, "observeState", Board.class));
            Board first = awaitState(actor, board -> board.prices().size() == DemoMarket.SIZE);
            assertThat(new HashSet<>(first.prices().stream().map(Price::symbol).toList()))
                    .hasSize(DemoMarket.SIZE);

            client.actor(DemoMarket.NAME)
                    .call("setRate", Void.class, DemoMarket.MAXIMUM_RATE)
                    .get(10, TimeUnit.SECONDS);
            Board fast = awaitState(
                    actor, board -> Integer.valueOf(DemoMarket.MAXIMUM_RATE).equals(board.rate()));
            awaitState(actor, board -> different(fast, board) > 500);

            assertThatThrownBy(() -> client.actor(DemoMarket.NAME)
                            .call("setRate", Void.class, DemoMarket.MAXIMUM_RATE + 1)
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("rate must be 0 to 20000 but was 20001");
            actor.close();
        }
    }

    @Test
    void theBundledPricesShowTooWhereThereIsNoRate() throws Exception {
        try (DemoServer server = DemoServer.start(10);
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build()) {
            ObservableActor<Board> actor =
                    call(() -> ObservableActor.observe(client, "prices", "observeState", Board.class));
            Board board = awaitState(actor, state -> !state.prices().isEmpty());
            assertThat(board.rate()).isNull();
            assertThat(board.prices()).extracting(Price::symbol).contains("OAK");
            actor.close();
        }
    }

    private static long different(Board before, Board now) {
        long count = 0;
        for (int i = 0; i < DemoMarket.SIZE; i++) {
            if (!before.prices().get(i).equals(now.prices().get(i))) {
                count++;
            }
        }
        return count;
    }
}
