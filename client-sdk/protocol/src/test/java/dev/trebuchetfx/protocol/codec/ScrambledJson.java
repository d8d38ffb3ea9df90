// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a message in another of the many ways that mean the same: keys in any order, white space, escapes, and keys of a later version that
 * nobody here knows.
 */
final class ScrambledJson {
    /** Objects in which every key is a known one. */
    private static final Set<String> OPEN_MAPS = Set.of("parameters", "streams");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private ScrambledJson(Random random) {
        this.random = random;
    }

    static Bytes scramble(Bytes json, Random random) {
        ScrambledJson scrambled = new ScrambledJson(random);
        scrambled.space();
        scrambled.value(JsonMapper.shared().readTree(json.unsafeArray()), true);
        scrambled.space();
        return Bytes.utf8(scrambled.out.toString());
    }

    private void value(JsonNode node, boolean extend) {
        if (node.isObject()) {
            object(node, extend);
        } else if (node.isArray()) {
            List<String> separated = new ArrayList<>();
            node.forEach(element -> separated.add(part(element)));
            out.append('[').append(String.join(",", separated)).append(']');
        } else if (node.isString()) {
            string(node.asString());
        } else {
            out.append(node);
        }
    }

    private void object(JsonNode node, boolean extend) {
        List<String> members =
                node.properties().stream().map(this::member).collect(Collectors.toCollection(ArrayList::new));
        if (extend) {
            for (int i = random.nextInt(3); i > 0; i--) {
                members.add(unknown());
            }
        }
        Collections.shuffle(members, random);
        out.append('{').append(String.join(",", members)).append('}');
    }

    private String member(Map.Entry<String, JsonNode> entry) {
        ScrambledJson member = new ScrambledJson(random);
        member.space();
        member.string(entry.getKey());
        member.space();
        member.out.append(':');
        member.space();
        member.value(entry.getValue(), !OPEN_MAPS.contains(entry.getKey()));
        member.space();
        return member.out.toString();
    }

    private String part(JsonNode node) {
        ScrambledJson part = new ScrambledJson(random);
        part.space();
        part.value(node, true);
        part.space();
        return part.out.toString();
    }

    /** The same name may come twice: nobody knows it, so nobody can say which counts. */
    private String unknown() {
        String name = List.of("future", "Type", "x\\u002Fy", "", "payload2").get(random.nextInt(5));
        String value = List.of(
                        "null",
                        "-0.5e-3",
                        "[[],{}]",
                        "{\"type\":1,\"payload\":{\"callID\":[]}}",
                        "\"\\uD83D\\uDE00\"",
                        "1e999")
                .get(random.nextInt(6));
        return '"' + name + "\":" + value;
    }

    private void string(String text) {
        out.append('"');
        text.codePoints().forEach(point -> {
            if (point == '/' && random.nextBoolean()) {
                out.append("\\/");
            } else if (point < 0x20 || point == '"' || point == '\\' || random.nextInt(20) == 0) {
                // Both halves of a pair or none: half of one has no form in UTF-8.
                Character.toString(point).chars().forEach(half -> out.append(String.format("\\u%04x", half)));
            } else {
                out.appendCodePoint(point);
            }
        });
        out.append('"');
    }

    private void space() {
        for (int i = random.nextInt(3); i > 0; i--) {
            out.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }
}
