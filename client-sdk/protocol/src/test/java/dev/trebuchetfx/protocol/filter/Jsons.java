// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** States, and paths into them that lead somewhere often enough. */
final class Jsons {
    private static final List<String> NAMES = List.of("a", "b", "n", "", "/", "~", "*", ",", "0", "x y", "é");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1.0",
            "1.10",
            "2",
            "3",
            "4.5",
            "1e2",
            "1e400",
            "9007199254740993",
            "\"\"",
            "\"a\"",
            "\"\\u00e9\\/\\\"\"",
            "\"\\ud800\"",
            "\"long enough to differ\"");

    private Jsons() {}

    /** Any JSON value, three levels deep at most. */
    static Arbitrary<String> values() {
        return value(3);
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.of(SCALARS);
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> list = value(depth - 1).list().ofMaxSize(4).map(items -> items.stream()
                .collect(Collectors.joining(", ", "[", "]")));
        Arbitrary<String> object = Combinators.combine(names(), value(depth - 1))
                .as((name, value) -> ConditionLexer.quote(name) + ":" + value)
                .list()
                .ofMaxSize(4)
                .map(keys -> keys.stream().collect(Collectors.joining(",", "{", "}")));
        return Arbitraries.frequencyOf(Tuple.of(1, scalar), Tuple.of(2, list), Tuple.of(4, object));
    }

    /** Values, and bytes that are none. */
    static Arbitrary<byte[]> states() {
        Arbitrary<byte[]> good = values().map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> cut = Combinators.combine(good, Arbitraries.integers().between(0, 40))
                .as((bytes, length) -> Arrays.copyOf(bytes, Math.min(bytes.length, length)));
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
        return Arbitraries.frequencyOf(Tuple.of(8, good), Tuple.of(1, cut), Tuple.of(1, noise));
    }

    static Arbitrary<String> names() {
        return Arbitraries.of(NAMES);
    }

    static Arbitrary<String> paths(boolean wildcards) {
        Arbitrary<StatePath.Segment> named = names().map(name -> new StatePath.Segment(name, false));
        Arbitrary<StatePath.Segment> segment =
                wildcards ? Arbitraries.oneOf(named, named, Arbitraries.just(new StatePath.Segment("", true))) : named;
        return segment.list().ofMaxSize(3).map(segments -> new StatePath(segments).text());
    }
}
