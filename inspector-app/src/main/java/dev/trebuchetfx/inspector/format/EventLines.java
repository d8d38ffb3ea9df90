// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.file.BoundedJson;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A capture as lines of JSON on their way from one process to another: the same lines as in a file, and beside them what a file does not have, a
 * refusal and how many events were left out.
 */
public final class EventLines {
    private static final String FORMAT = "trebuchet";
    private static final String REFUSED = "refused";
    private static final String LEFT_OUT = "leftOut";

    private EventLines() {}

    /** The first line. */
    public static byte[] header(CaptureNote note) {
        return bytes(NdjsonWriter.header(note));
    }

    /** The only line, where nothing is sent. */
    public static byte[] refusal(String why) {
        return bytes(EventJson.object().put(FORMAT, REFUSED).put("why", why));
    }

    /** Says that so many events are not sent here. */
    public static byte[] leftOut(long events) {
        return bytes(EventJson.object().put(LEFT_OUT, events));
    }

    /** An event and its index at the sender. */
    public static byte[] line(long index, CapturedEvent event) {
        return bytes(EventJson.write(index, event));
    }

    /**
     * Reads the first line.
     *
     * @throws IOException if the sender refuses, or does not send a capture; the message says why
     */
    public static void checkHeader(String line) throws IOException {
        JsonNode json = json(line);
        String kind = json == null ? null : EventJson.textOrNull(json, FORMAT);
        if (REFUSED.equals(kind) && json != null) {
            throw new IOException("refused: " + EventJson.textOrNull(json, "why"));
        }
        if (!NdjsonWriter.FORMAT.equals(kind)) {
            throw new IOException("expected a capture but found '" + Bytes.utf8(line) + "'");
        }
    }

    /** Reads a later line into {@code log}; one that can't be read counts as one damaged event. */
    public static void read(String line, EventLog log) {
        JsonNode json = json(line);
        if (json == null || !append(json, log)) {
            log.addHole(Hole.Reason.DAMAGED, 1, 0, 0);
        }
    }

    private static boolean append(JsonNode json, EventLog log) {
        if (json.has(LEFT_OUT)) {
            log.addHole(Hole.Reason.EVICTED, Math.max(0, json.path(LEFT_OUT).asLong(0)), 0, 0);
            return true;
        }
        try {
            log.append(EventJson.read(json));
            return true;
        } catch (IllegalArgumentException | JacksonException e) {
            return false;
        }
    }

    private static @Nullable JsonNode json(String line) {
        try {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            return BoundedJson.tree(bytes, bytes.length);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
