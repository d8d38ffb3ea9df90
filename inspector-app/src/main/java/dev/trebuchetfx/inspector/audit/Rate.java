// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

/** How many a second, over the last ten seconds in which something came. Confined to its owner. */
final class Rate {
    private static final int SECONDS = 10;
    private static final long NANOS = 1_000_000_000L;

    private final long[] perSecond = new long[SECONDS];
    private long firstSecond = Long.MIN_VALUE;
    private long newestSecond = Long.MIN_VALUE;

    void count(long time) {
        long second = Math.floorDiv(time, NANOS);
        if (firstSecond == Long.MIN_VALUE) {
            firstSecond = second;
            newestSecond = second;
        }
        for (long cleared = Math.max(newestSecond + 1, second - SECONDS + 1); cleared <= second; cleared++) {
            perSecond[Math.floorMod(cleared, SECONDS)] = 0;
        }
        newestSecond = Math.max(newestSecond, second);
        if (second > newestSecond - SECONDS) {
            perSecond[Math.floorMod(second, SECONDS)]++;
        }
    }

    double perSecond() {
        if (firstSecond == Long.MIN_VALUE) {
            return 0;
        }
        long sum = 0;
        for (long each : perSecond) {
            sum += each;
        }
        return (double) sum / Math.min(SECONDS, newestSecond - firstSecond + 1);
    }
}
