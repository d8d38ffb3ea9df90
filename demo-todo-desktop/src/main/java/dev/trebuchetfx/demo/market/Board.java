// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.market;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of an actor that streams prices. Immutable.
 *
 * @param prices the prices in their order
 * @param rate the number of prices that change in a second; null at a server where that can't be chosen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Board(List<Price> prices, @Nullable Integer rate) {

    /** Copies the list, so that a board never changes. */
    public Board {
        prices = List.copyOf(prices);
    }

    Board withRate(int chosen) {
        return new Board(prices, chosen);
    }

    List<String> symbols() {
        return prices.stream().map(Price::symbol).toList();
    }

    /** Returns the price of {@code symbol}; null where the board does not have it. */
    @Nullable
    Double priceOf(String symbol) {
        for (Price each : prices) {
            if (each.symbol().equals(symbol)) {
                return each.price();
            }
        }
        return null;
    }
}
