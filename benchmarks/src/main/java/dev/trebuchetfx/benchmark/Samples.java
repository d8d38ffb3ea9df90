// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import java.io.IOException;
import java.util.Arrays;

/** The results of measuring the same thing several times. Immutable. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] values) {
        this.sorted = values;
        Arrays.sort(sorted);
    }

    /** An operation that can be measured repeatedly. */
    @FunctionalInterface
    public interface Measured {
        /** Performs the operation once and returns its result, such as its time. */
        double once() throws IOException, InterruptedException;
    }

    /** Measures {@code times} times, after {@code warmUps} times whose results are dropped. */
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

    /**
     * Returns samples of these values.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there must be at least one sample");
        }
        return new Samples(values.clone());
    }

    /** Returns the median: the middle value, or the mean of the two middle values. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the smallest value. */
    public double least() {
        return sorted[0];
    }

    /** Returns the largest value. */
    public double most() {
        return sorted[sorted.length - 1];
    }
}
