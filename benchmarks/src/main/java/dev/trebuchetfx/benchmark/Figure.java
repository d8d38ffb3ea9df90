// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param name words in lower case, joined by underscores, with what the number depends on: {@code catch_up_ms_100_streams}
 * @param value finite
 * @param unit of value and goal
 * @param better which way is an improvement
 * @param goal what was set out to be reached; absent for what is only there to be compared with
 */
public record Figure(
        String name,
        double value,
        String unit,
        Better better,
        @Nullable Double goal) {

    /** Which way is an improvement. */
    public enum Better {
        LOWER,
        HIGHER
    }

    public Figure {
        if (!name.matches("[a-z0-9]+(_[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "a figure's name must be of lower-case words joined by underscores but was '" + name + "'");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the value of " + name + " must be finite but was " + value);
        }
    }

    /** A figure without a goal, of which less is better. */
    public static Figure lowerIsBetter(String name, double value, String unit) {
        return new Figure(name, value, unit, Better.LOWER, null);
    }

    /** A figure without a goal, of which more is better. */
    public static Figure higherIsBetter(String name, double value, String unit) {
        return new Figure(name, value, unit, Better.HIGHER, null);
    }

    /** The same with a goal. */
    public Figure withGoal(double newGoal) {
        return new Figure(name, value, unit, better, newGoal);
    }

    /** Whether the goal is reached; null where there is none. Equal is reached. */
    public @Nullable Boolean met() {
        if (goal == null) {
            return null;
        }
        return better == Better.LOWER ? value <= goal : value >= goal;
    }
}
