// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The form of one filter on a command line: a name and, after a colon, its parameters. */
final class FilterText {
    private static final String CUSTOM = "custom";
    private static final Set<String> COMPARISONS = Set.of("gt", "gte", "lt", "lte", "eq", "neq");
    private static final Map<String, String> SIGNS =
            Map.of(">", "gt", ">=", "gte", "<", "lt", "<=", "lte", "==", "eq", "!=", "neq");

    private FilterText() {}

    static StreamFilter parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? null : text.substring(colon + 1);
        return switch (name) {
            case "all" -> without(rest, name, StreamFilter.ALL);
            case FilterWords.CHANGED, FilterWords.NON_EMPTY ->
                without(rest, name, StreamFilter.predefined(name, Map.of()));
            case FilterWords.THRESHOLD ->
                StreamFilter.predefined(name, threshold(parameters(name, required(name, rest))));
            case FilterWords.CROSSES, FilterWords.RATE_LIMIT ->
                StreamFilter.predefined(name, parameters(name, required(name, rest)));
            case FilterWords.FIELDS -> StreamFilter.predefined(name, Map.of(FilterWords.PATHS, required(name, rest)));
            case FilterWords.WHERE ->
                StreamFilter.predefined(name, Map.of(FilterWords.CONDITION, required(name, rest)));
            case CUSTOM -> custom(required(name, rest));
            default ->
                throw new InvalidFilterException(
                        "expected changed, nonEmpty, threshold:…, crosses:…, rate-limit:…, fields:…, where:… or custom:…"
                                + " but found " + FilterWords.quoted(text));
        };
    }

    static String of(StreamFilter filter) {
        String name = filter.name() == null ? "" : filter.name();
        Map<String, String> parameters = new TreeMap<>(filter.parametersOrEmpty());
        return switch (filter.type()) {
            case ALL -> "all";
            case CUSTOM -> CUSTOM + ":" + written(name) + (parameters.isEmpty() ? "" : "," + pairs(parameters));
            case PREDEFINED ->
                switch (name) {
                    case FilterWords.FIELDS -> alone(name, FilterWords.PATHS, parameters);
                    case FilterWords.WHERE -> alone(name, FilterWords.CONDITION, parameters);
                    case FilterWords.THRESHOLD -> withPairs(name, thresholdText(parameters));
                    default -> withPairs(name, parameters);
                };
        };
    }

    private static String alone(String name, String key, Map<String, String> parameters) {
        String value = parameters.get(key);
        return value != null && parameters.size() == 1 ? name + ":" + value : withPairs(name, parameters);
    }

    private static String withPairs(String name, Map<String, String> parameters) {
        return parameters.isEmpty() ? name : name + ":" + pairs(parameters);
    }

    private static String pairs(Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((key, value) -> pairs.add(key + "=" + written(value)));
        return String.join(",", pairs);
    }

    private static String written(String value) {
        return value.indexOf(',') >= 0 || value.startsWith("\"") ? ConditionLexer.quote(value) : value;
    }

    /** Returns the parameters with {@code comparison} and {@code value} in place of the short form, such as {@code gte=3}. */
    private static Map<String, String> threshold(Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (!COMPARISONS.contains(key)) {
                parameters.put(key, value);
                return;
            }
            if (parameters.put(FilterWords.COMPARISON, key) != null) {
                throw new InvalidFilterException(
                        "threshold: expected one of gt, gte, lt, lte, eq and neq but found two of them");
            }
            parameters.put(FilterWords.VALUE, value);
        });
        return parameters;
    }

    private static Map<String, String> thresholdText(Map<String, String> parameters) {
        String comparison = parameters.getOrDefault(FilterWords.COMPARISON, "gt");
        String word = SIGNS.getOrDefault(comparison, comparison);
        String value = parameters.get(FilterWords.VALUE);
        if (value == null || !COMPARISONS.contains(word)) {
            return parameters;
        }
        Map<String, String> text = new LinkedHashMap<>(parameters);
        text.remove(FilterWords.COMPARISON);
        text.remove(FilterWords.VALUE);
        text.put(word, value);
        return text;
    }

    private static StreamFilter custom(String rest) {
        int comma = endOfValue(rest, 0);
        String name = value(CUSTOM, rest.substring(0, comma));
        return StreamFilter.custom(
                name, comma == rest.length() ? Map.of() : parameters(CUSTOM, rest.substring(comma + 1)));
    }

    private static Map<String, String> parameters(String name, String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int from = 0;
        while (from <= text.length()) {
            int equals = text.indexOf('=', from);
            if (equals <= from) {
                throw new InvalidFilterException(
                        name + ": expected KEY=VALUE but found " + FilterWords.quoted(text.substring(from)));
            }
            int end = endOfValue(text, equals + 1);
            String key = text.substring(from, equals);
            if (parameters.put(key, value(name, text.substring(equals + 1, end))) != null) {
                throw new InvalidFilterException(name + ": expected " + key + " once but found it twice");
            }
            from = end + 1;
        }
        return parameters;
    }

    /** Returns the index of the comma that ends a value, or the length of the text. */
    private static int endOfValue(String text, int from) {
        int at = from;
        if (from < text.length() && text.charAt(from) == '"') {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
        }
        int comma = text.indexOf(',', Math.min(at, text.length()));
        return comma < 0 ? text.length() : comma;
    }

    private static String value(String name, String written) {
        if (!written.startsWith("\"")) {
            return written;
        }
        ConditionLexer lexer = new ConditionLexer(written);
        ConditionLexer.Token text = lexer.next();
        if (lexer.next().kind() != ConditionLexer.Kind.END) {
            throw new InvalidFilterException(
                    name + ": expected a comma after " + text.source() + " but found " + FilterWords.quoted(written));
        }
        return text.value();
    }

    private static String required(String name, @Nullable String rest) {
        if (rest == null || rest.isEmpty()) {
            throw new InvalidFilterException(name + ": expected parameters after the colon, as in "
                    + switch (name) {
                        case FilterWords.THRESHOLD -> "threshold:field=pendingCount,gte=3";
                        case FilterWords.CROSSES -> "crosses:field=pendingCount,value=3,hysteresis=1";
                        case FilterWords.RATE_LIMIT -> "rate-limit:every=100ms";
                        case FilterWords.FIELDS -> "fields:/todos/*/title,/pendingCount";
                        case FilterWords.WHERE -> "where:/pendingCount > 3";
                        default -> "custom:urgent";
                    }
                    + ", but found nothing");
        }
        return rest;
    }

    private static StreamFilter without(@Nullable String rest, String name, StreamFilter filter) {
        if (rest != null) {
            throw new InvalidFilterException(
                    name + ": expected nothing after the name but found " + FilterWords.quoted(rest));
        }
        return filter;
    }
}
