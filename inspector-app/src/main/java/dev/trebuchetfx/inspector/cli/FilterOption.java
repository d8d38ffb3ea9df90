// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.client.filter.StreamFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a predefined filter: {@code changed}, {@code nonEmpty}, {@code threshold:field=pendingCount,gte=3}. */
final class FilterOption implements ITypeConverter<StreamFilter> {
    private static final Set<String> COMPARISONS = Set.of("gt", "gte", "lt", "lte", "eq", "neq");

    @Override
    public StreamFilter convert(String value) {
        int colon = value.indexOf(':');
        String name = colon < 0 ? value : value.substring(0, colon);
        Map<String, String> given = colon < 0 ? Map.of() : parameters(value, value.substring(colon + 1));
        return switch (name) {
            case "changed", "nonEmpty" -> {
                if (!given.isEmpty()) {
                    throw expected(value);
                }
                yield StreamFilter.predefined(name, Map.of());
            }
            case "threshold" -> StreamFilter.predefined(name, threshold(value, given));
            default -> throw expected(value);
        };
    }

    private static Map<String, String> parameters(String value, String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw expected(value);
            }
            parameters.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return parameters;
    }

    private static Map<String, String> threshold(String value, Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        given.forEach((key, text) -> {
            if (COMPARISONS.contains(key) && !parameters.containsKey("value")) {
                parameters.put("comparison", key);
                parameters.put("value", number(value, text));
            } else if ("field".equals(key)) {
                parameters.put("field", text);
            } else {
                throw expected(value);
            }
        });
        if (!parameters.containsKey("value")) {
            throw expected(value);
        }
        return parameters;
    }

    private static String number(String value, String text) {
        try {
            Double.parseDouble(text);
            return text;
        } catch (NumberFormatException e) {
            throw expected(value);
        }
    }

    private static TypeConversionException expected(String value) {
        return new TypeConversionException(
                "expected changed, nonEmpty or threshold:field=NAME,gte=NUMBER (or gt, lt, lte, eq, neq) but found '"
                        + value + "'");
    }
}
