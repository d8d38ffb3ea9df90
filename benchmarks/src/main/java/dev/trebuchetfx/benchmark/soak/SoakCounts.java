// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import java.util.concurrent.atomic.LongAdder;

/** The counts of what all streams of a soak were told. Safe for use by any thread. */
record SoakCounts(LongAdder updates, LongAdder replayed, LongAdder restarted, LongAdder current) {
    SoakCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
