// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object a line: each logical stream, then the whole. What is not known is left out. Sequence numbers are unsigned. */
public final class JsonReport {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private JsonReport() {}

    public static List<String> lines(AuditReport report) {
        List<String> lines = new ArrayList<>();
        for (StreamCard stream : report.streams()) {
            lines.add(MAPPER.writeValueAsString(stream(stream)));
        }
        lines.add(MAPPER.writeValueAsString(summary(report)));
        return lines;
    }

    private static ObjectNode stream(StreamCard stream) {
        ObjectNode line = MAPPER.createObjectNode().put("actor", stream.actor()).put("method", stream.method());
        ArrayNode ids = line.putArray("streams");
        stream.streams().forEach(id -> ids.add(text(id)));
        line.put("updates", stream.updates())
                .put("replayed", stream.replayed())
                .put("duplicates", stream.duplicates())
                .put("reordered", stream.reordered())
                .put("restarts", stream.restarts())
                .put("bytes", stream.bytes())
                .put("fullBytes", stream.fullBytes());
        if (stream.leftOut() > 0 || stream.leftOutBytes() > 0) {
            line.put("leftOut", stream.leftOut()).put("leftOutBytes", stream.leftOutBytes());
        }
        ArrayNode gaps = line.putArray("gaps");
        stream.gaps().forEach(gap -> gaps.add(gap(gap)));
        ArrayNode resumes = line.putArray("resumes");
        stream.resumes().forEach(resume -> resumes.add(resume(resume)));
        return line;
    }

    private static ObjectNode gap(GapCard gap) {
        ObjectNode node = MAPPER.createObjectNode().put("streamID", text(gap.streamID()));
        number(node, "from", gap.from());
        number(node, "to", gap.to());
        return node.put("cause", gap.cause().word()).put("healed", gap.healed());
    }

    private static ObjectNode resume(ResumeCard resume) {
        ObjectNode node = MAPPER.createObjectNode();
        number(node, "lastSequence", resume.lastSequence());
        number(node, "from", resume.from());
        number(node, "to", resume.to());
        node.put("replayed", resume.replayed());
        number(node, "missing", resume.missing());
        Long toLive = resume.toLiveNanos();
        if (toLive != null) {
            node.put("toLiveMs", millis(toLive));
        }
        return node.put("verdict", resume.verdict().word());
    }

    private static ObjectNode summary(AuditReport report) {
        ObjectNode line = MAPPER.createObjectNode();
        ObjectNode summary = line.putObject("summary")
                .put("connections", report.connections())
                .put("messages", report.messages())
                .put("undecodable", report.undecodable())
                .put("gaps", report.gaps())
                .put("lost", report.losses())
                .put("calls", report.callCount())
                .put("callErrors", report.callErrors());
        ArrayNode problems = summary.putArray("problems");
        for (Problem problem : report.problems()) {
            problems.addObject()
                    .put("severity", problem.severity().word())
                    .put("what", problem.what())
                    .put("at", AT.format(instant(problem.time())));
        }
        return line;
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static BigDecimal millis(long nanos) {
        return BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP);
    }

    private static String text(UUID id) {
        return id.toString().toUpperCase(Locale.ROOT);
    }

    private static void number(ObjectNode node, String key, @Nullable Long number) {
        if (number != null) {
            node.put(key, new BigInteger(Long.toUnsignedString(number)));
        }
    }
}
