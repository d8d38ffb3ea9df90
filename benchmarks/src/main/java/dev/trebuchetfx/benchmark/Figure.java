// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * A measured number.
 *
 * @param name the name: words in lower case, joined by underscores, with what the number depends on: {@code catch_up_ms_100_streams}
 * @param value the measured value, a finite number
 * @param unit the unit of value and goal
 * @param better the direction of an improvement
 * @param goal the value to be reached; null for a figure that is only there for comparison
 */
public record Figure(
        String name,
        double value,
        String unit,
        Better better,
        @Nullable Double goal) {

    /** The direction of an improvement. */
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

    /** Returns a figure without a goal, of which a lower value is better. */
    public static Figure lowerIsBetter(String name, double value, String unit) {
        return new Figure(name, value, unit, Better.LOWER, null);
    }

    /** Returns a figure without a goal, of which a higher value is better. */
    public static Figure higherIsBetter(String name, double value, String unit) {
        return new Figure(name, value, unit, Better.HIGHER, null);
    }

    /** Returns this figure with a goal. */
    public Figure withGoal(double newGoal) {
        return new Figure(name, value, unit, better, newGoal);
    }

    /** Returns whether the value reaches the goal or equals it; null if there is no goal. */
    public @Nullable Boolean met() {
        if (goal == null) {
            return null;
        }
        return better == Better.LOWER ? value <= goal : value >= goal;
    }
}
