// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fx;

import java.util.List;
import java.util.stream.IntStream;

/** A row of a table. */
record Row(int id, long price, int change) {
    static List<Row> many(int count) {
        return IntStream.range(0, count).mapToObj(id -> new Row(id, 100, 0)).toList();
    }

    Row moved() {
        return new Row(id, price + 1, 1);
    }
}
