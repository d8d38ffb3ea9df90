// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A closed set of words on the wire. Immutable. */
final class WireWords<E extends Enum<E>> {
    static final WireWords<StreamEndReason> END_REASONS = of(StreamEndReason.values(), StreamEndReason::wireName);
    static final WireWords<StreamFilter.Type> FILTER_TYPES =
            of(StreamFilter.Type.values(), StreamFilter.Type::wireName);
    static final WireWords<ResumeOutcome> OUTCOMES = of(ResumeOutcome.values(), ResumeOutcome::wireName);
    static final WireWords<RestartReason> RESTART_REASONS = of(RestartReason.values(), RestartReason::wireName);

    private final Map<String, E> byWord = new LinkedHashMap<>();

    private WireWords() {}

    private static <E extends Enum<E>> WireWords<E> of(E[] values, Function<E, String> wireName) {
        WireWords<E> words = new WireWords<>();
        Arrays.stream(values).forEach(value -> words.byWord.put(wireName.apply(value), value));
        return words;
    }

    /** Returns the value with this word; null if no value has it. */
    @Nullable
    E find(String word) {
        return byWord.get(word);
    }

    /** Returns the words in brackets, for the text of an error. */
    @Override
    public String toString() {
        return byWord.keySet().toString();
    }
}
