// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.plain;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as a Swift peer writes it, made without the codec that is tested against it. */
final class PlainJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private PlainJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    /** A whole message. */
    static Bytes message(String type, ObjectNode payload) {
        ObjectNode message = object();
        message.put("type", type);
        message.set("payload", payload);
        // A slash occurs only within strings, where Swift escapes it.
        return Bytes.utf8(MAPPER.writeValueAsString(message).replace("/", "\\/"));
    }

    static String id(UUID id) {
        return id.toString().toUpperCase(Locale.ROOT);
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.stringValue()), StandardCharsets.UTF_8);
    }

    /** The message and what is wrong with it. */
    record Read(String type, JsonNode payload, List<String> faults) {}

    /** Reads strictly: a version 2 peer of the other side writes no more than {@code rules} know. */
    static Read read(Bytes message, PlainRules rules) {
        List<String> faults = new ArrayList<>();
        JsonNode root;
        try {
            root = MAPPER.readTree(message.utf8());
        } catch (JacksonException e) {
            return new Read("", object(), List.of("no JSON: " + message));
        }
        String type = root.path("type").asString("");
        JsonNode payload = root.path("payload");
        if (root.size() != 2 || type.isEmpty() || !payload.isObject()) {
            faults.add("expected {\"type\": …, \"payload\": {…}} but came " + message);
        } else {
            faults.addAll(rules.faults(type, payload));
        }
        return new Read(type, payload, faults);
    }
}
