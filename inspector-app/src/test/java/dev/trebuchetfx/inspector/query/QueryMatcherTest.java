// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What the guide's examples do not show. */
class QueryMatcherTest {

    private static QueryMatcher matcher(String query) throws QueryException {
        return new QueryMatcher(QueryParser.parse(query), ZoneOffset.UTC);
    }

    @Test
    @Timeout(20)
    void aRegularExpressionThatNeverEndsIsGivenUp() throws QueryException {
        for (String evil : new String[] {"/(a+)+$/", "/(a|aa)+b/", "/(.*)*(.*)*(.*)*x/"}) {
            QueryMatcher matcher = matcher("payload~" + evil);
            SampleRow row = new SampleRow().with(QueryField.PAYLOAD, "a".repeat(50_000) + "!");
            assertThat(matcher.matches(row)).isFalse();
            assertThat(matcher.givenUp()).as(evil).isEqualTo(1);
        }
    }

    @Test
    void anOrdinaryExpressionOverALargeTextIsNotGivenUp() throws QueryException {
        QueryMatcher matcher = matcher("payload~/end$/");
        SampleRow row = new SampleRow().with(QueryField.PAYLOAD, "x".repeat(2_000_000) + "end");
        assertThat(matcher.matches(row)).isTrue();
        assertThat(matcher.givenUp()).isZero();
    }

    @Test
    void timesOfDayAreThoseOfTheReader() throws QueryException {
        Instant at = Instant.parse("2026-03-14T09:26:53Z");
        SampleRow row = new SampleRow()
                .with(QueryField.TIME, Duration.between(Instant.EPOCH, at).toNanos());
        Expression query = QueryParser.parse("time:10:26");
        assertThat(new QueryMatcher(query, ZoneId.of("Europe/Berlin")).matches(row))
                .isTrue();
        assertThat(new QueryMatcher(query, ZoneOffset.UTC).matches(row)).isFalse();
    }

    @Test
    void aTextWithACodeIsComparedOnce() throws QueryException {
        AtomicInteger asked = new AtomicInteger();
        EventRow row = new EventRow() {
            @Override
            public boolean has(QueryField field) {
                return false;
            }

            @Override
            public long number(QueryField field) {
                throw new IllegalStateException("no numbers here");
            }

            @Override
            public @Nullable String text(QueryField field) {
                asked.incrementAndGet();
                return "streamData";
            }

            @Override
            public int code(QueryField field) {
                return 700;
            }

            @Override
            public boolean is(QueryFlag flag) {
                return false;
            }

            @Override
            public @Nullable JsonNode json() {
                return null;
            }
        };
        QueryMatcher matcher = matcher("type:DATA");
        assertThat(matcher.matches(row)).isTrue();
        assertThat(matcher.matches(row)).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aNeedleIsFoundInBytesAsInText() {
        byte[] hay = "{\"title\":\"Grüße an die WERKSTATT\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (String needle : new String[] {"werkstatt", "Title", "grüsse", "GRÜSSE", "GRÜß", "", "}", "}}"}) {
            assertThat(new Needle(needle).isIn(hay, 0, hay.length))
                    .as(needle)
                    .isEqualTo(new Needle(needle).isIn("{\"title\":\"Grüße an die WERKSTATT\"}"));
        }
        assertThat(new Needle("werkstatt").isIn(hay, 0, hay.length - 5)).isFalse();
        assertThat(new Needle("grüß").isIn(hay, 0, hay.length)).isTrue();
    }
}
