// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.Iterator;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The comparison of two trees. Safe for use by any thread. */
public final class WireEquality {
    private WireEquality() {}

    /**
     * Returns whether two trees are the same for every reader that ignores the order of properties. 1 and 1.0 differ, since a decimal
     * type keeps the difference.
     */
    public static boolean same(JsonNode left, JsonNode right) {
        return equal(left, right, false);
    }

    /** Returns whether two trees are equal as RFC 6902, section 4.6, defines it for {@code test}: numbers by value, so 1 equals 1.0. */
    public static boolean sameValue(JsonNode left, JsonNode right) {
        return equal(left, right, true);
    }

    @SuppressWarnings("ReferenceEquality") // A part that both trees share need not be compared.
    private static boolean equal(JsonNode left, JsonNode right, boolean byValue) {
        if (left == right) {
            return true;
        }
        if (left.isNumber() && right.isNumber()) {
            return byValue ? left.decimalValue().compareTo(right.decimalValue()) == 0 : sameNumber(left, right);
        }
        if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
            return false;
        }
        if (left.isObject()) {
            for (Map.Entry<String, JsonNode> property : left.properties()) {
                JsonNode other = right.get(property.getKey());
                if (other == null || !equal(property.getValue(), other, byValue)) {
                    return false;
                }
            }
            return true;
        }
        if (left.isArray()) {
            Iterator<JsonNode> others = right.iterator();
            for (JsonNode item : left) {
                if (!equal(item, others.next(), byValue)) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }

    private static boolean sameNumber(JsonNode left, JsonNode right) {
        if (left.isInt() && right.isInt()) {
            return left.intValue() == right.intValue();
        }
        return left.isIntegralNumber() == right.isIntegralNumber()
                && left.asString().equals(right.asString());
    }
}
