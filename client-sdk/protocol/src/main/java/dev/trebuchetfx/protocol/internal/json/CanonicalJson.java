// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * A writer of the canonical form of RFC 8785: properties in the order of their UTF-16 code units, numbers as ECMAScript writes doubles,
 * and no escape or space that is not needed. Two peers have the same state exactly if the bytes of this form are the same.
 *
 * <p>Safe for use by any thread.
 */
public final class CanonicalJson {
    /** The number of characters after which the writer passes a piece on. */
    private static final int FLUSH_AT = 8_192;

    private final StringBuilder text = new StringBuilder();
    private final Consumer<byte[]> sink;

    private CanonicalJson(Consumer<byte[]> sink) {
        this.sink = sink;
    }

    /**
     * Writes {@code tree} to {@code sink}, piece by piece.
     *
     * @throws NoCanonicalForm if the tree has a number outside the range of a double, or a lone surrogate; the sink may have received
     *     pieces by then
     */
    public static void write(JsonNode tree, Consumer<byte[]> sink) throws NoCanonicalForm {
        CanonicalJson writer = new CanonicalJson(sink);
        writer.value(tree);
        writer.flush();
    }

    private void value(JsonNode node) throws NoCanonicalForm {
        if (node.isObject()) {
            // The order of String.compareTo is that of UTF-16 code units.
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
            char before = '{';
            for (Map.Entry<String, JsonNode> property : sorted.entrySet()) {
                text.append(before);
                before = ',';
                string(property.getKey());
                text.append(':');
                value(property.getValue());
            }
            text.append(sorted.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            char before = '[';
            for (JsonNode item : node) {
                text.append(before);
                before = ',';
                value(item);
            }
            text.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isString()) {
            string(node.stringValue());
        } else if (node.isNumber()) {
            text.append(
                    number(node.isInt() ? node.intValue() : node.decimalValue().doubleValue()));
        } else {
            text.append(node.isBoolean() ? String.valueOf(node.booleanValue()) : "null");
        }
        if (text.length() > FLUSH_AT) {
            flush();
        }
    }

    private void flush() {
        sink.accept(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }

    private void string(String value) throws NoCanonicalForm {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ') {
                        text.append(c < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(c));
                    } else if (!Character.isSurrogate(c)) {
                        text.append(c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1))) {
                        text.append(c).append(value.charAt(++i));
                    } else {
                        throw new NoCanonicalForm("half of a surrogate pair has no canonical form");
                    }
                }
            }
        }
        text.append('"');
    }

    /** Returns a double as ECMAScript writes it. */
    static String number(double value) throws NoCanonicalForm {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new NoCanonicalForm("a number beyond what a double holds has no canonical form");
        }
        if (value == 0) {
            return "0";
        }
        if (value == (long) value && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        // The value is 0.digits times ten to the power of `point`.
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + notation(digits, point);
    }

    private static String notation(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + '.' + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String sign = exponent < 0 ? "-" : "+";
        String fraction = count == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + sign + Math.abs(exponent);
    }

    /** Returns the shortest decimal that is read as this double again, without trailing zeros. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            // Java writes at least two digits, such as 4.9E-324, even if one is enough, such as 5e-324.
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return one.stripTrailingZeros();
            }
        }
        return digits;
    }

    /** An error of a tree that has no canonical form under RFC 8785. */
    public static final class NoCanonicalForm extends Exception {
        NoCanonicalForm(String message) {
            super(message);
        }
    }
}
