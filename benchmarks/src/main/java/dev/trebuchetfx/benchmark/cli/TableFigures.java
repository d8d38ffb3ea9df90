// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import java.util.Locale;

/** A table to be read: figure, value with its unit, goal and verdict. Lines are made one by one, so columns have fixed widths. */
final class TableFigures implements FigurePrinter {
    @Override
    public String heading(Benchmark benchmark) {
        return benchmark.name() + ": " + benchmark.about() + System.lineSeparator()
                + row("figure", "value", "unit", "goal", "verdict");
    }

    @Override
    public String line(Benchmark benchmark, Figure figure) {
        Boolean met = figure.met();
        String verdict = "";
        if (met != null) {
            verdict = met ? "met" : "missed";
        }
        return row(figure.name(), number(figure.value()), figure.unit(), goal(figure), verdict);
    }

    private static String row(String name, String value, String unit, String goal, String verdict) {
        return "  %-46s %14s %-16s %-12s %s"
                .formatted(name, value, unit, goal, verdict)
                .stripTrailing();
    }

    private static String goal(Figure figure) {
        if (figure.goal() == null) {
            return "";
        }
        return (figure.better() == Figure.Better.LOWER ? "≤ " : "≥ ") + number(figure.goal());
    }

    /** Three digits at least, no more decimals than they need. */
    private static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return "%,.0f".formatted(value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
    }
}
