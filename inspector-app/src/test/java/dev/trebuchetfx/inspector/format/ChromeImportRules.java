// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Chrome's developer tools ask of an archive: a violation refuses the whole file, or drops a message silently. */
final class ChromeImportRules {
    private final List<String> violations = new ArrayList<>();

    private ChromeImportRules() {}

    /** Empty for an archive that is taken whole. */
    static List<String> violations(JsonNode har) {
        ChromeImportRules rules = new ChromeImportRules();
        rules.log(har.path("log"));
        return rules.violations;
    }

    private void need(boolean holds, String what, JsonNode found) {
        if (!holds) {
            violations.add(what + ", found " + EventJson.shortened(found));
        }
    }

    private void log(JsonNode log) {
        need(log.isObject(), "log is an object", log);
        need(log.path("version").isString(), "log.version is a text", log.path("version"));
        need(log.path("creator").path("name").isString(), "creator.name is a text", log.path("creator"));
        need(log.path("creator").path("version").isString(), "creator.version is a text", log.path("creator"));
        need(log.path("entries").isArray(), "log.entries is an array", log.path("entries"));
        log.path("entries").forEach(this::entry);
    }

    private void entry(JsonNode entry) {
        need(isDate(entry.path("startedDateTime")), "startedDateTime is a date", entry.path("startedDateTime"));
        need(isFinite(entry.path("time")), "time is a number", entry.path("time"));
        JsonNode request = entry.path("request");
        for (String text : List.of("method", "url", "httpVersion")) {
            need(request.path(text).isString(), "request." + text + " is a text", request);
        }
        need(isFinite(request.path("headersSize")), "request.headersSize is a number", request);
        need(isFinite(request.path("bodySize")), "request.bodySize is a number", request);
        pairs(request, "headers");
        pairs(request, "queryString");
        need(request.path("cookies").isArray(), "request.cookies is an array", request);
        JsonNode response = entry.path("response");
        need(isFinite(response.path("status")), "response.status is a number", response);
        need(response.path("statusText").isString(), "response.statusText is a text", response);
        need(response.path("redirectURL").isString(), "response.redirectURL is a text", response);
        need(isFinite(response.path("headersSize")), "response.headersSize is a number", response);
        need(isFinite(response.path("bodySize")), "response.bodySize is a number", response);
        need(isFinite(response.path("content").path("size")), "response.content.size is a number", response);
        pairs(response, "headers");
        for (String phase : List.of("send", "wait", "receive")) {
            need(
                    isFinite(entry.path("timings").path(phase)),
                    "timings." + phase + " is a number",
                    entry.path("timings"));
        }
        need("websocket".equals(entry.path("_resourceType").asString("")), "_resourceType is websocket", entry);
        entry.path("_webSocketMessages").forEach(this::message);
    }

    private void pairs(JsonNode owner, String name) {
        need(owner.path(name).isArray(), name + " is an array", owner);
        for (JsonNode pair : owner.path(name)) {
            need(pair.path("name").isString() && pair.path("value").isString(), name + " has names and values", pair);
        }
    }

    private void message(JsonNode message) {
        String type = message.path("type").asString("");
        need(Set.of("send", "receive", "error").contains(type), "type is send, receive or error", message);
        need(isFinite(message.path("time")), "time is a number", message);
        double seconds = message.path("time").asDouble();
        need(seconds > 1e9 && seconds < 4e9, "time is in seconds since 1970", message);
        need(message.path("opcode").isInt(), "opcode is a number", message);
        need(message.path("data").isString(), "data is a text", message);
    }

    private static boolean isFinite(JsonNode number) {
        return number.isNumber() && Double.isFinite(number.asDouble());
    }

    private static boolean isDate(JsonNode text) {
        try {
            return text.isString() && OffsetDateTime.parse(text.stringValue()) != null;
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }
}
