// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.filter.FilterEvaluator.Filtered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What holds of every filter, whatever the states. */
class FilterPropertyTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- crosses ----

    @Property(tries = 2_000)
    void whatCrossesAlternates(
            @ForAll @Size(max = 40) List<@IntRange(min = -5, max = 5) Integer> numbers,
            @ForAll @IntRange(min = -3, max = 3) int value,
            @ForAll @IntRange(min = 0, max = 3) int hysteresis) {
        FilterEvaluator<Integer> filter =
                FilterEvaluator.of(StreamFilter.crosses("", value).withHysteresis(hysteresis));
        List<Integer> passed = new ArrayList<>();
        for (int number : numbers) {
            if (filter.offer(number, utf8(Integer.toString(number)), 0) != null) {
                passed.add(number);
            }
        }
        if (!numbers.isEmpty()) {
            assertThat(passed).as("the first").startsWith(numbers.getFirst());
        }
        for (int i = 1; i < passed.size(); i++) {
            boolean rose = passed.get(i) > value;
            boolean fell = passed.get(i) <= value - hysteresis;
            assertThat(rose || fell).as("%s is beyond the band", passed.get(i)).isTrue();
            assertThat(rose).as("each other way: %s", passed).isEqualTo(passed.get(i - 1) <= value);
        }
        if (hysteresis == 0 && !passed.isEmpty()) {
            assertThat(passed.getLast() > value).as("the side shown").isEqualTo(numbers.getLast() > value);
        }
    }

    // ---- rate-limit ----

    /** Either an update comes, or time passes. */
    record Step(int millis, boolean update) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.integers().between(0, 250), Arbitraries.of(true, true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 2_000)
    void aRateLimitKeepsItsRateAndNeverLosesTheLast(@ForAll("steps") List<Step> steps) {
        FilterEvaluator<Integer> filter = FilterEvaluator.of(StreamFilter.rateLimit(Duration.ofMillis(100)));
        Timed run = new Timed(filter);
        int last = -1;
        for (Step step : steps) {
            run.pass(step.millis());
            if (step.update()) {
                run.offer(++last, Integer.toString(last));
            }
        }
        run.pass(100);
        assertThat(filter.isWaiting()).isFalse();
        if (last >= 0) {
            assertThat(run.sent).startsWith(0).endsWith(last);
        }
        assertThat(run.sent).isSorted().doesNotHaveDuplicates();
        for (int i = 1; i < run.times.size(); i++) {
            assertThat(run.times.get(i) - run.times.get(i - 1)).isGreaterThanOrEqualTo(100);
        }
    }

    /** Virtual time with the timer that an owner keeps. */
    private static final class Timed {
        final FilterEvaluator<Integer> filter;
        final List<Integer> sent = new ArrayList<>();
        final List<String> states = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        long millis;

        Timed(FilterEvaluator<Integer> filter) {
            this.filter = filter;
        }

        void offer(int update, String json) {
            note(filter.offer(update, utf8(json), millis * 1_000_000));
        }

        void pass(int duration) {
            long until = millis + duration;
            while (filter.isWaiting()) {
                long due = millis + Math.max(0, filter.dueIn(millis * 1_000_000)) / 1_000_000;
                if (due > until) {
                    break;
                }
                millis = due;
                note(filter.due(millis * 1_000_000));
            }
            millis = until;
        }

        private void note(@Nullable Filtered<Integer> filtered) {
            if (filtered != null) {
                sent.add(filtered.update());
                states.add(new String(filtered.json().bytes(), StandardCharsets.UTF_8));
                times.add(millis);
            }
        }
    }

    @Property(tries = 2_000)
    void whatHasChangedDiffersFromWhatWasSentBeforeAndTheLastIsRight(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 2) Integer> values,
            @ForAll @IntRange(min = 0, max = 150) int pause) {
        Timed run = new Timed(
                FilterEvaluator.of(StreamFilter.changed().and(StreamFilter.rateLimit(Duration.ofMillis(100)))));
        for (int value : values) {
            run.offer(value, Integer.toString(value));
            run.pass(pause);
        }
        run.pass(100);
        for (int i = 1; i < run.states.size(); i++) {
            assertThat(run.states.get(i)).isNotEqualTo(run.states.get(i - 1));
        }
        assertThat(run.states).endsWith(Integer.toString(values.getLast()));
    }

    // ---- fields ----

    @Provide
    Arbitrary<List<String>> paths() {
        return Jsons.paths(true).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<byte[]> states() {
        return Jsons.states();
    }

    @Property(tries = 4_000)
    void projectingAgainChangesNothing(@ForAll("paths") List<String> paths, @ForAll("states") byte[] state) {
        Projection projection = new Projection(
                paths.stream().map(path -> StatePath.parse(path, true)).toList());
        byte[] once = projection.of(state);
        assertThat(projection.of(once)).isEqualTo(once);
        assertThat(once.length).as("never longer, but for what a null takes").isLessThanOrEqualTo(state.length * 4 + 4);
        if (new StateJson(state).tree() != null) {
            assertThat(new StateJson(once).tree()).isNotNull();
        }
    }

    @Property(tries = 4_000)
    void whatAPathLeadsToIsTheSameInTheProjection(
            @ForAll("plainPaths") List<String> paths, @ForAll("states") byte[] state) {
        var tree = new StateJson(state).tree();
        // A later key takes the place of an earlier one of the same name, below which a path may lead.
        if (tree == null || DoubledKeys.in(state)) {
            return;
        }
        Projection projection = new Projection(
                paths.stream().map(path -> StatePath.parse(path, false)).toList());
        var kept = Objects.requireNonNull(new StateJson(projection.of(state)).tree());
        for (String path : paths) {
            StatePath parsed = StatePath.parse(path, false);
            var before = parsed.in(tree);
            if (before != null) {
                assertThat(parsed.in(kept)).isEqualTo(before);
            }
        }
    }

    @Provide
    Arbitrary<List<String>> plainPaths() {
        return Jsons.paths(false).list().ofMinSize(1).ofMaxSize(4);
    }

    // ---- where ----

    @Provide
    Arbitrary<Condition> conditions() {
        return condition(3);
    }

    private static Arbitrary<Condition> condition(int depth) {
        Arbitrary<Object> literal = Arbitraries.oneOf(
                Arbitraries.of(0, 1, 1.0, 4.5, -3, 1e100, "", "a", "\"\\", true, false),
                Arbitraries.strings().all().ofMaxLength(4));
        Arbitrary<String> path = Jsons.paths(false);
        Arbitrary<Condition> simple = Arbitraries.oneOf(
                path.map(Condition::exists),
                Combinators.combine(path, literal)
                        .as((at, value) -> Condition.at(at).is(value)),
                Combinators.combine(path, literal)
                        .as((at, value) -> Condition.at(at).isNot(value)),
                Combinators.combine(path, literal)
                        .as((at, value) -> Condition.at(at).contains(value)),
                Combinators.combine(path, literal.list().ofMaxSize(3))
                        .as((at, values) -> Condition.at(at).isIn(values.toArray())),
                Combinators.combine(path, Arbitraries.doubles().between(-5, 5))
                        .as((at, value) -> Condition.at(at).isMoreThan(value)),
                Combinators.combine(path, Arbitraries.integers())
                        .as((at, value) -> Condition.at(at).isAtMost(value)));
        if (depth == 0) {
            return simple;
        }
        Arbitrary<Condition> below = condition(depth - 1);
        return Arbitraries.oneOf(
                simple,
                below.map(Condition::not),
                Combinators.combine(below, below).as(Condition::and),
                Combinators.combine(below, below).as(Condition::or));
    }

    @Property(tries = 3_000)
    void aConditionReadsBackAsItWasWritten(@ForAll("conditions") Condition condition, @ForAll("states") byte[] state) {
        Condition again = Condition.parse(condition.text());
        assertThat(again).isEqualTo(condition);
        var tree = new StateJson(state).tree();
        if (tree != null) {
            assertThat(again.holds(tree)).isEqualTo(condition.holds(tree));
            assertThat(Condition.not(condition).holds(tree)).isNotEqualTo(condition.holds(tree));
        }
    }

    @Property(tries = 3_000)
    void noTextMakesTheParserThrowAnythingElse(@ForAll("scraps") String text) {
        try {
            assertThat(Condition.parse(text).text()).isNotEmpty();
        } catch (InvalidFilterException e) {
            assertThat(e).hasMessageStartingWith("where: ");
        }
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "/a",
                                "/",
                                " ",
                                "and",
                                "or",
                                "not",
                                "(",
                                ")",
                                "[",
                                "]",
                                ",",
                                "in",
                                "contains",
                                "exists",
                                "at",
                                "\"",
                                "\\",
                                "\\u",
                                "~",
                                "*",
                                "1",
                                "-",
                                "1e9",
                                "<",
                                "=",
                                "==",
                                "!",
                                "true",
                                "é"),
                        Arbitraries.strings().all().ofMaxLength(3))
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join(" ", pieces));
    }

    // ---- all of them ----

    @Provide
    static Arbitrary<StreamFilter> filters() {
        Arbitrary<String> word = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "3",
                        "n",
                        "a",
                        "gte",
                        "about",
                        "100ms",
                        "/a,/b/*",
                        "/n > 1",
                        "/n >",
                        "changed",
                        "where",
                        "custom:x",
                        "NaN",
                        "-1",
                        "1e999"),
                Arbitraries.strings().all().ofMaxLength(5));
        Arbitrary<String> key = Arbitraries.of(
                "field",
                "value",
                "comparison",
                "hysteresis",
                "every",
                "paths",
                "condition",
                "1",
                "2",
                "1.condition",
                "2.paths",
                "1.value",
                "3");
        Arbitrary<String> name = Arbitraries.of(
                "changed", "nonEmpty", "threshold", "crosses", "rate-limit", "fields", "where", "combined", "other");
        return Combinators.combine(
                        Arbitraries.of(StreamFilter.Type.values()),
                        name.injectNull(0.05),
                        Arbitraries.maps(key, word).ofMaxSize(6).injectNull(0.05))
                .as(StreamFilter::new);
    }

    @Property(tries = 4_000)
    void nothingThatAPeerSendsMakesItThrow(
            @ForAll("filters") StreamFilter filter, @ForAll @Size(max = 5) List<@From("states") byte[]> states) {
        FilterEvaluator<Integer> evaluator = FilterEvaluator.of(filter);
        for (int i = 0; i < states.size(); i++) {
            var first = evaluator.offer(i, states.get(i), i);
            if (i == 0 && new StateJson(states.getFirst()).tree() == null) {
                assertThat(first).as("what is not JSON passes").isNotNull();
            }
        }
        assertThat(filter.text()).isNotNull();
        try {
            filter.check();
        } catch (InvalidFilterException e) {
            assertThat(e.getMessage()).contains("expected").contains("found");
        }
    }

    @Property(tries = 3_000)
    void manySubscribersGetWhatEachAloneWouldGet(
            @ForAll("usable") StreamFilter filter, @ForAll @Size(max = 12) List<@From("states") byte[]> states) {
        FilterPlan plan = FilterPlan.of(filter);
        List<FilterMemory<byte[]>> shared = new ArrayList<>();
        List<FilterEvaluator<byte[]>> alone = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            // One more subscriber comes with each update.
            shared.add(new FilterMemory<>(plan));
            alone.add(FilterEvaluator.of(filter));
            byte[] state = states.get(i);
            long now = i * 70_000_000L;
            var reading = plan.read(new StateJson(state), List.of());
            for (int subscriber = 0; subscriber <= i; subscriber++) {
                byte[] due = shared.get(subscriber).due(now);
                var dueAlone = alone.get(subscriber).due(now);
                assertThat(due)
                        .isEqualTo(dueAlone == null ? null : dueAlone.json().bytes());
                var verdict =
                        shared.get(subscriber).offer(reading, reading.json().bytes(), now);
                var expected = alone.get(subscriber).offer(state, state, now);
                assertThat(verdict == FilterMemory.Verdict.SENT).isEqualTo(expected != null);
                if (expected != null) {
                    assertThat(reading.json().bytes()).isEqualTo(expected.json().bytes());
                }
            }
        }
    }

    @Provide
    Arbitrary<StreamFilter> usable() {
        Arbitrary<StreamFilter> one = Arbitraries.of(
                StreamFilter.ALL,
                StreamFilter.changed(),
                StreamFilter.nonEmpty(),
                StreamFilter.threshold("n").atLeast(2),
                StreamFilter.crosses("/n", 2).withHysteresis(1),
                StreamFilter.rateLimit(Duration.ofMillis(100)),
                StreamFilter.fields("/a/*", "/n"),
                StreamFilter.where("/n > 1 or exists(/a)"),
                StreamFilter.custom("own", Map.of()));
        return one.set().ofMaxSize(4).map(StreamFilter::combined);
    }

    @Property(tries = 2_000)
    void aUsableFilterReadsBackFromItsParts(@ForAll("usable") StreamFilter filter) {
        assertThat(StreamFilter.combined(filter.parts())).isEqualTo(filter);
        assertThat(StreamFilter.combined(filter.parts().stream()
                        .map(part -> StreamFilter.parse(part.text()))
                        .toList()))
                .isEqualTo(filter);
    }
}
