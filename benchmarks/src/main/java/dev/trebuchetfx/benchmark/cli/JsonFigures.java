// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object for each figure; one without a goal has neither {@code goal} nor {@code met}. */
final class JsonFigures implements FigurePrinter {
    private final JsonMapper mapper = JsonMapper.shared();

    @Override
    public String heading(Benchmark benchmark) {
        return "";
    }

    @Override
    public String line(Benchmark benchmark, Figure figure) {
        ObjectNode line = mapper.createObjectNode()
                .put("bench", benchmark.name())
                .put("figure", figure.name())
                .put("value", rounded(figure.value()))
                .put("unit", figure.unit());
        if (figure.goal() != null) {
            line.put("goal", figure.goal());
        }
        line.put("better", figure.better().name().toLowerCase(Locale.ROOT));
        if (figure.met() != null) {
            line.put("met", figure.met());
        }
        return line.toString();
    }

    /** Nothing here is known to more than a thousandth. */
    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
