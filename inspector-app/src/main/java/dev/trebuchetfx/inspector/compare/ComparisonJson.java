// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import dev.trebuchetfx.inspector.audit.AuditReport.Spread;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line: each logical stream, then the whole. What is not known is left out. Sequence numbers are unsigned. */
public final class ComparisonJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ComparisonJson() {}

    public static List<String> lines(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        for (StreamComparison stream : comparison.streams()) {
            lines.add(MAPPER.writeValueAsString(stream(stream)));
        }
        ObjectNode line = MAPPER.createObjectNode();
        ObjectNode summary = line.putObject("summary")
                .put("sameLine", comparison.sameLine())
                .put("streams", comparison.streams().size())
                .put("divergences", comparison.divergences());
        if (comparison.client() != 0) {
            summary.put("client", comparison.client() == 1 ? "file" : "other");
        }
        calls(summary.putObject("fileCalls"), comparison.calls());
        calls(summary.putObject("otherCalls"), comparison.otherCalls());
        lines.add(MAPPER.writeValueAsString(line));
        return lines;
    }

    private static ObjectNode stream(StreamComparison stream) {
        ObjectNode line = MAPPER.createObjectNode().put("actor", stream.actor()).put("method", stream.method());
        figures(line, "file", stream.figures());
        figures(line, "other", stream.other());
        StreamComparison.Delay way = stream.wayNanos();
        if (way != null) {
            line.putObject("laterMs")
                    .put("median", ComparisonReport.millis(way.median()))
                    .put("p99", ComparisonReport.millis(way.p99()));
        }
        ArrayNode divergences = line.putArray("divergences");
        for (Divergence each : stream.divergences()) {
            ObjectNode node = divergences
                    .addObject()
                    .put("kind", each.kind().word())
                    .put("run", each.run())
                    .put("streamID", each.streamID().toString().toUpperCase(Locale.ROOT));
            if (each.epoch() != null) {
                node.put("epoch", each.epoch());
            }
            node.put("from", new BigInteger(Long.toUnsignedString(each.from())))
                    .put("to", new BigInteger(Long.toUnsignedString(each.to())));
            if (each.path() != null) {
                node.put("path", each.path());
            }
            node.put("fileCopies", each.copies())
                    .put("otherCopies", each.otherCopies())
                    .put("at", AT.format(ComparisonReport.instant(each.time())));
        }
        return line.put("omitted", stream.omitted());
    }

    private static void figures(ObjectNode line, String key, @Nullable StreamFigures figures) {
        if (figures == null) {
            return;
        }
        ObjectNode node = line.putObject(key)
                .put("updates", figures.updates())
                .put("messages", figures.messages())
                .put("meanBytes", figures.meanBytes())
                .put("restarts", figures.restarts())
                .put("conflated", figures.conflated());
        if (figures.perSecond() != null) {
            node.put("perSecond", Math.round(figures.perSecond() * 1000) / 1000.0);
        }
        if (figures.firstStateNanos() != null) {
            node.put("firstStateMs", ComparisonReport.millis(figures.firstStateNanos()));
        }
    }

    private static void calls(ObjectNode node, Spread spread) {
        node.put("count", spread.count());
        if (spread.count() > 0) {
            node.put("medianMs", ComparisonReport.millis(spread.median()))
                    .put("p99Ms", ComparisonReport.millis(spread.p99()));
        }
    }
}
