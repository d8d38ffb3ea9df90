// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {

    private static QueryError error(String text) {
        return catchThrowableOfType(QueryException.class, () -> QueryParser.parse(text))
                .error();
    }

    @Test
    void andBindsTighterThanOr() throws QueryException {
        assertThat(QueryParser.parse("a b || c"))
                .isEqualTo(new Expression.Any(List.of(
                        new Expression.All(List.of(new Expression.Text("a"), new Expression.Text("b"))),
                        new Expression.Text("c"))))
                .isEqualTo(QueryParser.parse("((a) && (b))||c"));
    }

    @Test
    void notBindsTightest() throws QueryException {
        assertThat(QueryParser.parse("-is:gap b"))
                .isEqualTo(new Expression.All(
                        List.of(new Expression.Not(new Expression.Is(QueryFlag.GAP)), new Expression.Text("b"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            is:gaps          ¦ 3 ¦ 'gaps'
            is=gap           ¦ 2 ¦ '='
            seq:x            ¦ 4 ¦ 'x'
            seq:5..x         ¦ 4 ¦ '5..x'
            seq:..           ¦ 4 ¦ '..'
            seq~/1/          ¦ 3 ¦ '~'
            type>a           ¦ 4 ¦ '>'
            seq>1..2         ¦ 4 ¦ '1..2'
            dt>250           ¦ 3 ¦ '250'
            size:4q          ¦ 5 ¦ '4q'
            time:25:00       ¦ 5 ¦ '25:00'
            dir:up           ¦ 4 ¦ 'up'
            typ:x            ¦ 0 ¦ 'typ'
            http://host      ¦ 0 ¦ 'http'
            stream:          ¦ 7 ¦ the end
            "open            ¦ 0 ¦ the end
            "a\\q"           ¦ 3 ¦ 'q"'
            (a b             ¦ 4 ¦ the end
            a )              ¦ 2 ¦ ')'
            a ||             ¦ 4 ¦ the end
            a && || b        ¦ 5 ¦ '||'
            - a              ¦ 1 ¦ a space
            /open            ¦ 0 ¦ the end
            /a/z             ¦ 3 ¦ 'z'
            //               ¦ 0 ¦ none
            type~x           ¦ 5 ¦ 'x'
            json:a           ¦ 5 ¦ 'a'
            json:$.          ¦ 7 ¦ the end
            json:$.a[x]      ¦ 9 ¦ 'x]'
            json:$.a[1       ¦ 10 ¦ the end
            json:$.a>b       ¦ 9 ¦ 'b'
            json:$x          ¦ 6 ¦ 'x'
            """)
    void anErrorSaysWhereAndWhat(String text, int at, String found) {
        QueryError error = error(text);
        assertThat(error.from()).as(error.message()).isEqualTo(at);
        assertThat(error.found()).isEqualTo(found);
        assertThat(error.expected()).isNotEmpty();
        assertThat(error.caret().lines().toList().getLast().indexOf('^')).isEqualTo(at);
    }

    @Test
    void anUnknownKeyProposesTheOneThatMayBeMeant() {
        assertThat(error("strem:todos").message())
                .isEqualTo("expected a key such as 'stream' but found 'strem' at column 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            type:data /[/      ¦ type:data "["
            http://host        ¦ "http://host"
            a "open            ¦ a "\\"open"
            is:gap is:nothing  ¦ is:gap "is:nothing"
            """)
    void whatIsAtFaultCanBeSearchedForAsItStands(String text, String literal) {
        assertThat(error(text).asLiteral()).isEqualTo(literal);
    }

    @Test
    void aBrokenTextKeepsTheLastGoodQuery() {
        QueryInput typed = QueryInput.EMPTY.typed("is:gap").typed("is:gap (");
        assertThat(typed.isValid()).isFalse();
        assertThat(typed.query()).hasToString("is:gap");
        assertThat(typed.typed("is:dup").isValid()).isTrue();
        assertThat(typed.literal().isValid()).isTrue();
        assertThat(typed.literal().text()).isEqualTo("\"is:gap (\"");
    }

    @Test
    void nestingIsBounded() {
        assertThat(error("(".repeat(100_000)).expected()).contains("at most 100 levels");
        assertThat(error("-".repeat(100_000) + "a").expected()).contains("at most 100 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"size>4k", "size>4KB", "size>4000", "size>4000b"})
    void unitsAreOneValue(String text) throws QueryException {
        assertThat(QueryParser.parse(text)).hasToString("size>4k");
    }

    @Test
    void sequenceNumbersAreUnsigned() throws QueryException {
        QueryMatcher matcher = new QueryMatcher(QueryParser.parse("seq>9223372036854775807"), java.time.ZoneOffset.UTC);
        assertThat(matcher.matches(new SampleRow().with(QueryField.SEQ, -1))).isTrue();
        assertThat(matcher.matches(new SampleRow().with(QueryField.SEQ, 5))).isFalse();
        assertThat(QueryParser.parse("seq:18446744073709551615")).hasToString("seq:18446744073709551615");
    }

    @ParameterizedTest
    @ValueSource(strings = {"time:1677-09-21T00:12:43.145224192Z", "time:2262-04-11T23:47:16.854775807Z"})
    void timesReachAsFarAsNanosecondsDo(String text) throws QueryException {
        assertThat(QueryParser.parse(text)).hasToString(text);
    }
}
