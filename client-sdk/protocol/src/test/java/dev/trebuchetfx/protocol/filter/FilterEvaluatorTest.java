// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterEvaluatorTest {
    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean passes(StreamFilter filter, String value) {
        return FilterEvaluator.<String>of(filter).offer("", json(value), 0) != null;
    }

    private static Subscriber predefined(String name, String... parameters) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return new Subscriber(FilterEvaluator.of(StreamFilter.predefined(name, map)));
    }

    private record Subscriber(FilterEvaluator<String> filter) {
        boolean passes(byte[] json) {
            return filter.offer("", json, 0) != null;
        }
    }

    @Test
    void everythingPassesWithoutAFilterItKnows() {
        assertThat(FilterEvaluator.<String>of(null).offer("", json("[]"), 0)).isNotNull();
        assertThat(passes(StreamFilter.ALL, "[]")).isTrue();
        assertThat(passes(new StreamFilter(StreamFilter.Type.CUSTOM, "nonEmpty", null), "[]"))
                .isTrue();
        assertThat(passes(new StreamFilter(StreamFilter.Type.PREDEFINED, null, null), "[]"))
                .isTrue();
        assertThat(predefined("fromTheFuture").passes(json("[]"))).isTrue();
    }

    @Test
    void changedComparesWithTheLastThatPassed() {
        Subscriber changed = predefined("changed");
        assertThat(changed.passes(json("1"))).isTrue();
        assertThat(changed.passes(json("1"))).isFalse();
        assertThat(changed.passes(json("2"))).isTrue();
        assertThat(changed.passes(json("1"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|false",
                "{}|false",
                "\"\"|false",
                "[0]|true",
                "{\"a\":1}|true",
                "\" \"|true",
                "0|true",
                "null|true",
                "false|true",
                "not json|true"
            })
    void nonEmptyLooksAtArraysObjectsAndStrings(String value, boolean passes) {
        assertThat(predefined("nonEmpty").passes(json(value))).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({
        "gt,3,false", "gt,4,true", "gte,3,true", "gte,2.5,false", "lt,2,true", "lt,3,false", "lte,3,true",
                "lte,4,false",
        "eq,3,true", "eq,4,false", "neq,4,true", "neq,3,false", ">,4,true", ">,3,false", ">=,3,true", ">=,2,false",
        "<,2,true", "<,3,false", "<=,3,true", "<=,4,false", "==,3.0,true", "==,4,false", "!=,4,true", "!=,3,false"
    })
    void thresholdCompares(String comparison, String number, boolean passes) {
        Subscriber field = predefined("threshold", "field", "n", "value", "3", "comparison", comparison);
        assertThat(field.passes(json("{\"n\":" + number + "}"))).isEqualTo(passes);
        Subscriber bare = predefined("threshold", "value", "3", "comparison", comparison);
        assertThat(bare.passes(json(number))).isEqualTo(passes);
    }

    @Test
    void thresholdMeansGreaterWhereNothingIsSaid() {
        Subscriber filter = predefined("threshold", "value", "3");
        assertThat(filter.passes(json("3"))).isFalse();
        assertThat(filter.passes(json("3.1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":\"1\"}",
                "{\"n\":null}",
                "{\"m\":1}",
                "{\"n\":{}}",
                "[1]",
                "1",
                "\"x\"",
                "{\"n\":",
                "",
                "{\"n\":1e99999999999}"
            })
    void whatHasNoSuchNumberPasses(String value) {
        Subscriber filter = predefined("threshold", "field", "n", "value", "3");
        assertThat(filter.passes(json(value))).isTrue();
        assertThat(filter.passes(json("{\"n\":1}"))).isFalse();
    }

    @Test
    void unusableParametersPass() {
        byte[] small = json("1");
        assertThat(predefined("threshold").passes(small)).isTrue();
        assertThat(predefined("threshold", "value", "three").passes(small)).isTrue();
        assertThat(predefined("threshold", "value", "NaN").passes(small)).isTrue();
        assertThat(predefined("threshold", "value", "3", "comparison", "about").passes(small))
                .isTrue();
    }

    @Test
    void aNumberThatIsLargerThanAnyDoubleIsMore() {
        String huge = "{\"n\":" + "9".repeat(400) + "}";
        assertThat(predefined("threshold", "field", "n", "value", "3").passes(json(huge)))
                .isTrue();
        assertThat(predefined("threshold", "field", "n", "value", "3", "comparison", "lt")
                        .passes(json(huge)))
                .isFalse();
    }
}
