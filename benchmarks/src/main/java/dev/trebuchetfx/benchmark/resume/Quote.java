// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

/**
 * A state as small as those that come in thousands: about 90 bytes of JSON.
 *
 * @param revision counts from 0, one for each change
 */
record Quote(String symbol, long revision, double bid, double ask, long volume) {

    static Quote first(String symbol) {
        return new Quote(symbol, 0, 100.25, 100.5, 1_000_000);
    }

    Quote next() {
        return new Quote(symbol, revision + 1, bid + 0.25, ask + 0.25, volume + 100);
    }
}
