// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The size of JSON, computed without writing it. It is exact except for escapes of control characters. */
final class JsonSize {
    private JsonSize() {}

    /** Returns the bytes of a value. */
    static long of(JsonNode node) {
        if (node.isString()) {
            return of(node.stringValue());
        }
        if (node.isObject()) {
            long size = 2L + Math.max(0, node.size() - 1);
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                size += of(property.getKey()) + 1 + of(property.getValue());
            }
            return size;
        }
        if (node.isArray()) {
            long size = 2L + Math.max(0, node.size() - 1);
            for (JsonNode item : node) {
                size += of(item);
            }
            return size;
        }
        return node.isNull() ? 4 : node.asString().length();
    }

    /** Returns the bytes of a text with its quotes. */
    static long of(String text) {
        long size = 2L + text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                // Each half of a surrogate pair counts two bytes, since the pair takes four.
                size += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80 || c < ' ' || c == '"' || c == '\\') {
                size++;
            }
        }
        return size;
    }
}
