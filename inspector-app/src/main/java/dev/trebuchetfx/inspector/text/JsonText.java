// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.text;

import dev.trebuchetfx.inspector.text.JsonLine.Kind;
import dev.trebuchetfx.inspector.text.JsonLine.Part;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lays JSON out in lines: small objects and arrays take one line each. There are at most 5,000 lines. */
public final class JsonText {
    /** The most lines of one document; what is beyond is cut. */
    public static final int MAX_LINES = 5_000;

    private static final int MAX_STRING = 2_000;
    private static final int MAX_INLINE = 76;

    private final List<JsonLine> lines = new ArrayList<>();
    private boolean truncated;

    private JsonText() {}

    /** Returns the lines of a document. Bytes that are not JSON are shown as UTF-8 text. */
    public static List<JsonLine> pretty(Bytes bytes) {
        if (bytes.isEmpty()) {
            return List.of(new JsonLine(0, List.of(new Part(Kind.NOTE, "no bytes"))));
        }
        try {
            return pretty(JsonTrees.read(bytes));
        } catch (JacksonException e) {
            return plain(bytes.utf8());
        }
    }

    /** Returns the lines of a JSON value. If it was cut, one further line says so. */
    public static List<JsonLine> pretty(JsonNode node) {
        JsonText text = new JsonText();
        text.node(0, List.of(), node, "");
        if (text.truncated) {
            text.lines.add(note("… cut after " + Texts.count(MAX_LINES) + " lines; copy the message for the whole"));
        }
        return text.lines;
    }

    /** Returns the lines of a text as they are, each cut after 2,000 characters. */
    public static List<JsonLine> plain(String text) {
        List<JsonLine> lines = new ArrayList<>();
        text.lines()
                .limit(MAX_LINES)
                .forEach(line -> lines.add(
                        JsonLine.plain(line.length() > MAX_STRING ? line.substring(0, MAX_STRING) + "…" : line)));
        return lines;
    }

    private static JsonLine note(String text) {
        return new JsonLine(0, List.of(new Part(Kind.NOTE, text)));
    }

    private void add(int indent, List<Part> parts) {
        if (lines.size() >= MAX_LINES) {
            truncated = true;
        } else {
            lines.add(new JsonLine(indent, parts));
        }
    }

    private void node(int indent, List<Part> before, JsonNode node, String after) {
        if (truncated) {
            return;
        }
        List<Part> parts = new ArrayList<>(before);
        if (!node.isContainer() || node.isEmpty() || fitsOneLine(node)) {
            inline(parts, node);
            if (!after.isEmpty()) {
                parts.add(new Part(Kind.PUNCTUATION, after));
            }
            add(indent, parts);
            return;
        }
        parts.add(new Part(Kind.PUNCTUATION, node.isObject() ? "{" : "["));
        add(indent, parts);
        int left = node.size();
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                List<Part> key =
                        List.of(new Part(Kind.KEY, quoted(property.getKey())), new Part(Kind.PUNCTUATION, ": "));
                node(indent + 1, key, property.getValue(), --left > 0 ? "," : "");
            }
        } else {
            for (JsonNode item : node) {
                node(indent + 1, List.of(), item, --left > 0 ? "," : "");
            }
        }
        add(indent, List.of(new Part(Kind.PUNCTUATION, (node.isObject() ? "}" : "]") + after)));
    }

    private static boolean fitsOneLine(JsonNode node) {
        if (node.size() > 12) {
            return false;
        }
        int length = 2;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            length += property.getKey().length() + 4;
        }
        for (JsonNode child : node) {
            if (child.isContainer() && !child.isEmpty()) {
                return false;
            }
            length += child.isString() ? child.stringValue().length() + 4 : 8;
        }
        return length <= MAX_INLINE;
    }

    private static void inline(List<Part> parts, JsonNode node) {
        if (node.isObject()) {
            parts.add(new Part(Kind.PUNCTUATION, node.isEmpty() ? "{}" : "{ "));
            int left = node.size();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                parts.add(new Part(Kind.KEY, quoted(property.getKey())));
                parts.add(new Part(Kind.PUNCTUATION, ": "));
                inline(parts, property.getValue());
                parts.add(new Part(Kind.PUNCTUATION, --left > 0 ? ", " : " }"));
            }
        } else if (node.isArray()) {
            parts.add(new Part(Kind.PUNCTUATION, node.isEmpty() ? "[]" : "["));
            int left = node.size();
            for (JsonNode item : node) {
                inline(parts, item);
                parts.add(new Part(Kind.PUNCTUATION, --left > 0 ? ", " : "]"));
            }
        } else if (node.isString()) {
            parts.add(new Part(Kind.STRING, quoted(node.stringValue())));
        } else {
            parts.add(new Part(node.isNumber() ? Kind.NUMBER : Kind.LITERAL, node.toString()));
        }
    }

    private static String quoted(String text) {
        String cut = text.length() > MAX_STRING
                ? text.substring(0, MAX_STRING) + "… (" + Texts.count(text.length()) + " characters)"
                : text;
        return JsonTrees.write(JsonNodeFactory.instance.stringNode(cut)).utf8();
    }
}
