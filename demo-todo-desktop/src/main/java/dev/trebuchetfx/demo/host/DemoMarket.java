// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.host;

import dev.trebuchetfx.demo.market.Board;
import dev.trebuchetfx.demo.market.Price;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The actor {@code market}: 2,000 made-up prices, of which up to 20,000 a second change, 20 times a second together. */
public final class DemoMarket implements ActorLifecycle {
    /** The name under which the actor is exposed. */
    public static final String NAME = "market";

    /** The number of prices. */
    public static final int SIZE = 2_000;

    /** The most changes in a second. */
    public static final int MAXIMUM_RATE = 20_000;

    private static final Duration BEAT = Duration.ofMillis(50);
    private static final int BEATS_IN_A_SECOND = 20;

    private final TimeSource time;
    private final StreamedState<Board> state;
    private TimeSource.@Nullable Timer next;
    private boolean isStopped;

    /** A market whose prices are drawn from the chance of {@code time}. */
    public DemoMarket(TimeSource time) {
        this.time = time;
        List<Price> first = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            first.add(new Price(symbol(i), cents(time.random().nextDouble(10, 500))));
        }
        this.state = new StreamedState<>(new Board(first, 1_000));
    }

    @Override
    public void started(ActorContext context) {
        if (!isStopped) {
            next = time.schedule(
                    BEAT,
                    () -> context.execute(() -> {
                        change();
                        started(context);
                    }));
        }
    }

    @Override
    public void stopped() {
        isStopped = true;
        TimeSource.Timer timer = next;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The prices and every change of them. */
    public StreamedState<Board> observeState() {
        return state;
    }

    /** Sets the number of prices that change in a second. */
    public void setRate(int rate) {
        if (rate < 0 || rate > MAXIMUM_RATE) {
            throw new IllegalArgumentException("rate must be 0 to " + MAXIMUM_RATE + " but was " + rate);
        }
        state.set(new Board(state.get().prices(), rate));
    }

    private void change() {
        Integer rate = state.get().rate();
        int changes = rate == null ? 0 : rate / BEATS_IN_A_SECOND;
        if (isStopped || changes == 0) {
            return;
        }
        List<Price> prices = new ArrayList<>(state.get().prices());
        RandomGenerator random = time.random();
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(SIZE);
            Price old = prices.get(at);
            double moved = cents(old.price() * random.nextDouble(0.997, 1.003));
            prices.set(at, new Price(old.symbol(), Math.max(1, moved)));
        }
        state.set(new Board(prices, rate));
    }

    /** Returns the name of the n-th thing: four letters, those of neighbours alike. */
    private static String symbol(int index) {
        return new String(new char[] {
            (char) ('A' + index / 100),
            "OEAU".charAt(index / 25 % 4),
            (char) ('A' + index % 25),
            "XKRT".charAt(index % 4)
        });
    }

    private static double cents(double amount) {
        return Math.rint(amount * 100) / 100;
    }
}
