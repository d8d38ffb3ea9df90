// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import java.io.IOException;
import java.util.Arrays;

/** The same thing measured several times. Immutable. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] values) {
        this.sorted = values;
        Arrays.sort(sorted);
    }

    /** Something that can be measured again and again. */
    @FunctionalInterface
    public interface Measured {
        double once() throws IOException, InterruptedException;
    }

    /** Measures so many times after so many that do not count. */
    public static Samples of(int warmUps, int times, Measured measured) throws IOException, InterruptedException {
        for (int i = 0; i < warmUps; i++) {
            measured.once();
        }
        double[] values = new double[times];
        for (int i = 0; i < times; i++) {
            values[i] = measured.once();
        }
        return new Samples(values);
    }

    /** These values, at least one. */
    public static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there must be at least one sample");
        }
        return new Samples(values.clone());
    }

    /** The one in the middle, or between the two there. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest. */
    public double least() {
        return sorted[0];
    }

    /** The largest. */
    public double most() {
        return sorted[sorted.length - 1];
    }
}
