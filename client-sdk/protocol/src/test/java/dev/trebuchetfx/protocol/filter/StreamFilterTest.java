// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFilterTest {
    private static StreamFilter predefined(String name, String... parameters) {
        return StreamFilter.predefined(
                name,
                List.of(parameters).stream()
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    @Test
    void isBuiltAsItTravels() {
        assertThat(StreamFilter.changed()).isEqualTo(predefined("changed"));
        assertThat(StreamFilter.nonEmpty()).isEqualTo(predefined("nonEmpty"));
        assertThat(StreamFilter.threshold("pendingCount").atLeast(3))
                .isEqualTo(predefined("threshold", "field=pendingCount", "comparison=gte", "value=3"));
        assertThat(StreamFilter.threshold().lessThan(0.5))
                .isEqualTo(predefined("threshold", "comparison=lt", "value=0.5"));
        assertThat(StreamFilter.crosses("/pendingCount", 3).withHysteresis(1))
                .isEqualTo(predefined("crosses", "field=/pendingCount", "value=3", "hysteresis=1"));
        assertThat(StreamFilter.crosses("", 1e21).withoutHysteresis())
                .isEqualTo(predefined("crosses", "value=1.0E+21"));
        assertThat(StreamFilter.rateLimit(Duration.ofMillis(100))).isEqualTo(predefined("rate-limit", "every=100ms"));
        assertThat(StreamFilter.fields("/todos/*/title", "/pendingCount"))
                .isEqualTo(predefined("fields", "paths=/todos/*/title,/pendingCount"));
        assertThat(StreamFilter.where(Condition.at("/pendingCount").isMoreThan(3)))
                .isEqualTo(predefined("where", "condition=/pendingCount > 3"));
    }

    @Test
    void aCombinationTravelsAsOneWithTextParameters() {
        StreamFilter all = StreamFilter.where("/pendingCount > 3")
                .and(StreamFilter.fields("/pendingCount"))
                .and(StreamFilter.custom("urgent", Map.of("min", "1")));
        assertThat(all)
                .isEqualTo(predefined(
                        "combined",
                        "1=where",
                        "1.condition=/pendingCount > 3",
                        "2=fields",
                        "2.paths=/pendingCount",
                        "3=custom:urgent",
                        "3.min=1"));
        assertThat(all.parts())
                .containsExactly(
                        StreamFilter.where("/pendingCount > 3"),
                        StreamFilter.fields("/pendingCount"),
                        StreamFilter.custom("urgent", Map.of("min", "1")));
        assertThat(all.text()).isEqualTo("where:/pendingCount > 3 and fields:/pendingCount and custom:urgent,min=1");
        assertThat(StreamFilter.combined(List.of(StreamFilter.ALL, StreamFilter.changed())))
                .isEqualTo(StreamFilter.changed());
        assertThat(StreamFilter.combined(List.of())).isEqualTo(StreamFilter.ALL);
    }

    @Test
    void versionTwoKnowsThreeOfThem() {
        assertThat(List.of(
                        StreamFilter.ALL,
                        StreamFilter.changed(),
                        StreamFilter.nonEmpty(),
                        StreamFilter.threshold().moreThan(1)))
                .allMatch(StreamFilter::isKnownToVersion2);
        assertThat(List.of(
                        StreamFilter.fields("/a"),
                        StreamFilter.changed().and(StreamFilter.nonEmpty()),
                        StreamFilter.custom("changed", Map.of())))
                .noneMatch(StreamFilter::isKnownToVersion2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                "changed",
                "nonEmpty",
                "threshold:field=pendingCount,gte=3",
                "threshold:lt=-0.5",
                "threshold:field=\"a,b\",eq=1",
                "crosses:field=pendingCount,hysteresis=1,value=3",
                "crosses:value=3",
                "rate-limit:every=100ms",
                "fields:/todos/*/title,/pendingCount",
                "where:/pendingCount > 3 and exists(/todos/0)",
                "where:/title == \"a, b: c\"",
                "custom:urgent",
                "custom:urgent,min=1"
            })
    void readsWhatItWrites(String text) {
        assertThat(StreamFilter.parse(text).text()).isEqualTo(text);
    }

    @Test
    void readsTheWordsOfTheWireToo() {
        assertThat(StreamFilter.parse("threshold:value=3,comparison=>=,field=n"))
                .isEqualTo(predefined("threshold", "field=n", "comparison=>=", "value=3"));
        assertThat(predefined("threshold", "field=n", "comparison=>=", "value=3")
                        .text())
                .isEqualTo("threshold:field=n,gte=3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bogus | expected changed, nonEmpty, threshold:…, crosses:…, rate-limit:…, fields:…, where:… or custom:… but found 'bogus'",
                "changed:x=1 | changed: expected nothing after the name but found 'x=1'",
                "threshold | threshold: expected parameters after the colon, as in threshold:field=pendingCount,gte=3, but found nothing",
                "threshold:field=n | threshold: value: expected a number but found nothing",
                "threshold:gte=three | threshold: value: expected a number but found 'three'",
                "threshold:gte=1,lt=2 | threshold: expected one of gt, gte, lt, lte, eq and neq but found two of them",
                "threshold:gte=1,gte=2 | threshold: expected gte once but found it twice",
                "threshold:value=1,comparison=about | threshold: expected gt, gte, lt, lte, eq or neq for comparison but found 'about'",
                "threshold:gte=1,feild=n | threshold: expected comparison, field, value but found 'feild'",
                "crosses:field=n | crosses: value: expected a number but found nothing",
                "crosses:value=1,hysteresis=-1 | crosses: expected a hysteresis of at least 0 but found -1.0",
                "crosses:value=1,field=/a/* | expected the name of one value in '/a/*' but found *; write ~3 for an asterisk",
                "rate-limit:every=0ms | rate-limit: every: expected a duration of 1ms to 24h, such as 100ms or 2s, but found '0ms'",
                "rate-limit:every=25h | rate-limit: every: expected a duration of 1ms to 24h, such as 100ms or 2s, but found '25h'",
                "rate-limit:100ms | rate-limit: expected KEY=VALUE but found '100ms'",
                "fields: | fields: expected parameters after the colon, as in fields:/todos/*/title,/pendingCount, but found nothing",
                "fields:todos | fields: expected a path that begins with / but found 'todos'",
                "where:/a > | where: expected a path, a number, a text, true, false or null at character 5 but found the end"
            })
    void tellsWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> StreamFilter.parse(text))
                .isInstanceOf(InvalidFilterException.class)
                .hasMessage(message);
    }

    @Test
    void whatComesFromAPeerIsChecked() {
        assertThatThrownBy(() -> predefined("fromTheFuture").check()).hasMessageContaining("but found 'fromTheFuture'");
        assertThatThrownBy(() -> new StreamFilter(StreamFilter.Type.PREDEFINED, null, null).check())
                .hasMessageContaining("but found nothing");
        assertThatThrownBy(
                        () -> predefined("combined", "1=changed", "2=changed").check())
                .hasMessage("expected changed once in a combination but found it twice");
        assertThatThrownBy(
                        () -> predefined("combined", "1=changed", "3=nonEmpty").check())
                .hasMessageStartingWith("combined: expected parameters 1, 1.KEY, 2, 2.KEY and so on but found");
        assertThatThrownBy(() -> predefined("combined", "1=combined").check())
                .hasMessage("combined: expected no combination within a combination");
        assertThatThrownBy(() -> StreamFilter.combined(Collections.nCopies(17, StreamFilter.nonEmpty())))
                .hasMessage("expected at most 16 filters together but found 17");
        assertThatThrownBy(() -> StreamFilter.rateLimit(Duration.ZERO)).hasMessageContaining("but found '0ms'");
        assertThatThrownBy(() -> StreamFilter.fields("/a".repeat(40)))
                .hasMessage("expected a path of at most 32 names but found one of 40");
        assertThatThrownBy(() -> StreamFilter.threshold("n").atLeast(Double.NaN))
                .hasMessage("expected a finite number but found NaN");
    }
}
