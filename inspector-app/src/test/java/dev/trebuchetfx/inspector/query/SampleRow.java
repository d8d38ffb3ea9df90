// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event made of values. */
final class SampleRow implements EventRow {
    private final Map<QueryField, Long> numbers = new EnumMap<>(QueryField.class);
    private final Map<QueryField, String> texts = new EnumMap<>(QueryField.class);
    private final Set<QueryFlag> flags = EnumSet.noneOf(QueryFlag.class);

    SampleRow with(QueryField field, long number) {
        numbers.put(field, number);
        return this;
    }

    SampleRow with(QueryField field, String text) {
        texts.put(field, text);
        return this;
    }

    SampleRow with(QueryFlag flag) {
        flags.add(flag);
        return this;
    }

    @Override
    public boolean has(QueryField field) {
        return numbers.containsKey(field);
    }

    @Override
    public long number(QueryField field) {
        return Objects.requireNonNull(numbers.get(field));
    }

    @Override
    public @Nullable String text(QueryField field) {
        return texts.get(field);
    }

    @Override
    public boolean is(QueryFlag flag) {
        return flags.contains(flag);
    }

    @Override
    public @Nullable JsonNode json() {
        try {
            String payload = texts.get(QueryField.PAYLOAD);
            return payload == null ? null : JsonMapper.shared().readTree(payload);
        } catch (JacksonException e) {
            return null;
        }
    }
}
