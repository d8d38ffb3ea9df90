// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One entry of an archive that is read: a connection. Confined to the thread that reads. */
final class HarEntry {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** Counts the entries from 1. */
    final int ordinal;

    boolean isSocket;
    boolean isOurs;
    boolean hasMessages;
    private boolean isTold;
    Instant startedAt = Instant.EPOCH;
    double millis;
    private int source;
    private int number;
    private @Nullable String url;
    private JsonNode requestHeaders = EventJson.object();
    private JsonNode responseHeaders = EventJson.object();
    private int status = SWITCHING_PROTOCOLS;

    HarEntry(int ordinal) {
        this.ordinal = ordinal;
        this.number = ordinal;
    }

    void ours(JsonNode ours) {
        isOurs = true;
        source = ours.path("source").asInt(0);
        number = ours.path("connection").asInt(ordinal);
    }

    void request(JsonNode request) {
        url = EventJson.textOrNull(request, "url");
        requestHeaders = request.path("headers");
    }

    void response(JsonNode response) {
        status = response.path("status").asInt(SWITCHING_PROTOCOLS);
        responseHeaders = response.path("headers");
    }

    ConnectionName name() {
        return new ConnectionName(source, number, url);
    }

    /**
     * Tells, once, that the connection was opened, which an archive of another tool tells by the entry alone.
     *
     * @param firstTime of its first message, for an archive that does not say when it was opened
     */
    void tellOpened(EventSink sink, long firstTime) {
        if (!isOurs && !isTold) {
            isTold = true;
            sink.append(opened(firstTime));
        }
    }

    private CapturedEvent opened(long firstTime) {
        ObjectNode fields = EventJson.object();
        String endpoint = url == null ? "ws://unknown/" : url;
        if (status != SWITCHING_PROTOCOLS && !hasMessages) {
            fields.put("state", "offline")
                    .put("cause", endpoint + ": " + (status == 0 ? "no answer" : "HTTP " + status));
        } else {
            fields.put("state", "connected").put("endpoint", endpoint);
        }
        fields.put("status", status);
        if (requestHeaders.isArray()) {
            fields.set("requestHeaders", requestHeaders);
        }
        if (responseHeaders.isArray()) {
            fields.set("responseHeaders", responseHeaders);
        }
        return new CapturedEvent(
                startedAt.equals(Instant.EPOCH) ? firstTime : HarTimes.after(startedAt, millis),
                EventKind.CONNECTION,
                0,
                name(),
                null,
                0,
                0,
                null,
                Bytes.wrap(JsonMapper.shared().writeValueAsBytes(fields)));
    }
}
