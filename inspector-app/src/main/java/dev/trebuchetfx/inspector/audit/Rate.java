// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

/** The rate of updates a second, over the last ten seconds. Confined to its owner. */
final class Rate {
    private static final int SECONDS = 10;
    /** Fewer say nothing about what is to come. */
    private static final int FEWEST = 3;

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

    /** Returns the rate at a time not before the newest update, or 0 where too few came in the ten seconds before it. */
    double perSecond(long now) {
        if (firstSecond == Long.MIN_VALUE) {
            return 0;
        }
        long second = Math.max(newestSecond, Math.floorDiv(now, NANOS));
        long sum = 0;
        for (long each = Math.max(firstSecond, second - SECONDS + 1); each <= newestSecond; each++) {
            sum += perSecond[Math.floorMod(each, SECONDS)];
        }
        return sum < FEWEST ? 0 : (double) sum / Math.min(SECONDS, second - firstSecond + 1);
    }
}
