// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A dozen made-up prices, of which one changes every 250 ms. */
public final class Prices implements ActorLifecycle {
    private static final List<String> SYMBOLS =
            List.of("ARM", "BEAM", "BOLT", "COG", "FLAX", "HOOK", "OAK", "PIN", "ROPE", "SLING", "STONE", "TAR");
    private static final BigDecimal LEAST = new BigDecimal("1.00");

    private final TimeSource time;
    private final StreamedState<Board> state;
    private final Repeater repeater;

    public Prices(TimeSource time) {
        this.time = time;
        List<Price> first = new ArrayList<>();
        for (String symbol : SYMBOLS) {
            first.add(new Price(symbol, cents(time.random().nextDouble(10, 500))));
        }
        this.state = new StreamedState<>(new Board(first));
        this.repeater = new Repeater(time, Duration.ofMillis(250), this::change);
    }

    @Override
    public void started(ActorContext context) {
        repeater.start(context);
    }

    @Override
    public void stopped() {
        repeater.stop();
    }

    /** The board and every change of it. */
    public StreamedState<Board> observeState() {
        return state;
    }

    private void change() {
        List<Price> prices = new ArrayList<>(state.get().prices());
        int index = time.random().nextInt(prices.size());
        Price old = prices.get(index);
        BigDecimal moved = cents(old.price().doubleValue() * time.random().nextDouble(0.97, 1.03));
        prices.set(index, new Price(old.symbol(), moved.max(LEAST)));
        state.set(new Board(prices));
    }

    private static BigDecimal cents(double amount) {
        return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_EVEN);
    }

    /** The state that the actor streams. */
    public record Board(List<Price> prices) {
        public Board {
            prices = List.copyOf(prices);
        }
    }

    /** The price of one symbol. */
    public record Price(String symbol, BigDecimal price) {}
}
